/* What the search works with; index.py writes the files. */

declare namespace Search {
  /** The labels in the header's form, for the scripts of every page. */
  type Labels = Record<
    | "copied"
    | "copy"
    | "copy_link"
    | "download"
    | "glossary"
    | "search"
    | "search_all"
    | "search_close"
    | "search_failed"
    | "search_loading"
    | "search_more"
    | "search_none"
    | "search_one"
    | "search_other"
    | "search_results",
    string
  >;

  /** A file of names. */
  interface Names {
    /** How many lines a part has. */
    part: number;
    /** The paths of the parts. */
    parts: string[];
    kinds: NamesOfKind[];
    /** Where the names are that are looked at last. */
    later?: string;
  }

  interface NamesOfKind {
    id: string;
    /** What an address begins and ends with. */
    path: string;
    end: string;
    /** What the kind is called in the list of results. */
    name: string;
    /** Headings on the pages of such records. */
    words: string[];
    weight: number;
    /** The address and the names of each entry, the shown one first. */
    rows: [address: string, ...names: string[]][];
  }

  interface Kind {
    id: string;
    name: string;
    weight: number;
    bonus: number;
    words: Set<string>;
  }

  /** What can be found. */
  interface Entry {
    kind: Kind;
    names: string[];
    url: string;
    /** Where the line about it stands: the path of a part and the place in it. */
    part: string;
    line: number;
    /** The number of its first name among all names. */
    first: number;
  }

  interface Index {
    entries: Entry[];
    /** Every name, folded and squeezed, and only folded. */
    keys: string[];
    folded: string[];
    /** Of each key: the number of its entry. */
    owner: number[];
    /** Of each key: where its words begin, filled in when first needed. */
    begin: Set<number>[];
    /** For near misses, made when first needed. */
    terms: Term[] | null;
  }

  /** How well a word fits each entry, and by which of its names. */
  interface Fits {
    of: Float32Array;
    key: number[];
    best: number;
    /** Whether only near misses fit. */
    near: boolean;
  }

  /** A name or a word of one, for near misses. */
  interface Term {
    word: string;
    keys: number[];
    text: string;
    mask: number;
    digits: string;
  }

  interface Hit {
    entry: Entry;
    key: number | undefined;
    score: number;
  }

  type Hits = Hit[] & { near: boolean };
}
