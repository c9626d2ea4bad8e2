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

  /** The file of names. */
  interface Names {
    /** What is in the paths of the other files. */
    mark: string;
    /** How many rows a part has. */
    part: number;
    kinds: NamesOfKind[];
    /** What the words of each file of words begin with, with blanks between. */
    words: string;
    /** Words that say little beside others, and those that say nothing. */
    light: string[];
    passedOver: string[];
    /** Where a search that finds nothing leads. */
    doors: string[];
  }

  interface NamesOfKind {
    id: string;
    /** What an address begins and ends with. */
    path: string;
    end: string;
    /** What the kind is called in the list of results. */
    name: string;
    weight: number;
    /** How many rows there are of a kind that is found by words alone; of any other what follows. */
    size?: number;
    /** Labels on the pages of such records. */
    words?: string[];
    /** Parts of such pages: the id of each, what it is called, other words for it. */
    parts?: [place: string, label: string, ...words: string[]][];
    /** Of each row the parts that it has, a digit each. */
    has?: string;
    /** Address and names of each entry, the shown one first: lines with tabs. */
    rows?: string;
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
    /** What its address begins and ends with. */
    around: readonly [begin: string, end: string];
    /** Its place among all. */
    number: number;
    /** Names and address; of what is found by words alone they come when it is shown. */
    names: string[];
    name: string;
    url: string;
    /** The number of its first name among all names, -1 where it is found by words alone. */
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
    /** Of each key: the number of its entry. */
    owner: number[];
    /** Of each key: where its words begin, its first letters; filled in when first needed. */
    begin: Set<number>[];
    initials: string[];
    /** The numbers of the keys that are the same. */
    exact: Map<string, number[]>;
    /** For near misses, made when first needed. */
    terms: Map<string, Term>;
    /** How many keys `terms` has the words of. */
    split: number;
    light: Set<string>;
    passedOver: Set<string>;
    doors: string[];
    mark: string;
    part: number;
    words: string[];
    /** What the files have of each word that was looked up: entries and how well it fits them. */
    wordsOf: Map<string, [entry: number, fit: number][]>;
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
    /** The words by which it was found. */
    words: string[];
    /** The part of its page that was meant. */
    part: Part | undefined;
    /** The weight of the words that it leaves open. */
    open: number;
    score: number;
  }

  /** `words` are those of the query that say something. */
  type Hits = Hit[] & { near: boolean; words: string[] };
}
