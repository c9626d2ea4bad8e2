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
    | "search_doors"
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
    lines: string[];
    kinds: NamesOfKind[];
    /** Further names of entries in a file before this one, by address with the id of a fact. */
    also?: Record<string, string[]>;
    /** The file that is asked after this one. */
    next?: string;
    /** The files of the words of texts, each with its first word. */
    texts?: [first: string, path: string][];
    /** Words that say little beside others, and those that say nothing. */
    light?: string[];
    passedOver?: string[];
    /** Where a search that finds nothing leads. */
    doors?: string[];
  }

  interface NamesOfKind {
    id: string;
    /** What an address begins and ends with. */
    path: string;
    end: string;
    /** What the kind is called in the list of results. */
    name: string;
    /** Labels on the pages of such records. */
    words: string[];
    weight: number;
    /** Parts of such pages: the id of each, what it is called, other words for it. */
    parts: [place: string, label: string, ...words: string[]][];
    /** Of each row the parts that it has, a digit each. */
    has: string;
    /** The address and the names of each entry, the shown one first. */
    rows: [address: string, ...names: string[]][];
  }

  interface Kind {
    id: string;
    name: string;
    weight: number;
    bonus: number;
    words: Set<string>;
    parts: Map<string, Part>;
    /** Whether such entries answer questions: pages and their headings. */
    answers: boolean;
    /** Whether such entries are records with names that people know. */
    record: boolean;
  }

  interface Part {
    n: number;
    place: string;
    label: string;
  }

  /** What can be found. */
  interface Entry {
    kind: Kind;
    name: string;
    url: string;
    /** Where the line about it stands: the path of a part and the place in it. */
    part: string;
    line: number;
    /** The number of its first name among all names. */
    first: number;
    /** Of a heading: the number of its page. */
    page: number | undefined;
    /** The numbers of the parts that its page has. */
    has: Set<number>;
  }

  interface Index {
    entries: Entry[];
    /** The number of the entry at each address. */
    at: Map<string, number>;
    /** Every name: folded and squeezed, only folded, as it is shown. */
    keys: string[];
    folded: string[];
    shown: string[];
    /** Of each key: the number of its entry, and the id of the fact that gives it. */
    owner: number[];
    place: string[];
    /** Of each key: where its words begin, its first letters; filled in when first needed. */
    begin: Set<number>[];
    initials: string[];
    /** The numbers of the keys that are the same. */
    exact: Map<string, number[]>;
    /** For near misses, made when first needed. */
    terms: Term[] | null;
    light: Set<string>;
    passedOver: Set<string>;
    doors: string[];
    texts: [first: string, path: string][];
    /** What texts have of each word that was looked up: words that begin so, with their entries. */
    textOf: Map<string, [word: string, entries: number[]][]>;
  }

  /** How well a word fits each entry, and by which of its names. */
  interface Fits {
    of: Float32Array;
    key: number[];
    best: number;
    /** Whether only near misses fit. */
    near: boolean;
    /** Whether it is the name of a record. */
    record: boolean;
  }

  /** A word of a query, or several that mean something only together. */
  interface Unit {
    word: string;
    fits: Fits;
    weight: number;
  }

  /** Words next to each other, and what they are as one. */
  interface Phrase {
    whole: string;
    run: string[];
  }

  /** A query taken apart; `one` is how it fits as one name. */
  interface Question {
    one: Fits;
    units: Unit[];
    runs: Phrase[];
    weight: number;
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
    /** The part of its page that was meant. */
    part: Part | undefined;
    /** The weight of the words that it leaves open. */
    open: number;
    score: number;
  }

  /** `open` are the words that no name has. */
  type Hits = Hit[] & { near: boolean; open: string[] };
}
