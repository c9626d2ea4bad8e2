/* What the explorer works with; data.py writes the files. */

declare namespace Explorer {
  type Label =
    | "all"
    | "as_listed"
    | "as_of"
    | "ascending"
    | "clear"
    | "copied"
    | "descending"
    | "filters"
    | "find"
    | "includes"
    | "left_out"
    | "licence"
    | "name"
    | "none"
    | "page"
    | "planned"
    | "remarks"
    | "remove"
    | "show_all"
    | "some"
    | "sources";

  /** One number or several; ~n is the planned value number n. */
  type Cell = number | number[];

  /** The values of a column and which of them each record has. */
  interface Values {
    /** Key, words where they differ from it, and the kind where it is a record. */
    values: [key: string, words?: string, kind?: string][];
    cells: Cell[];
    /** The numbers of the wider values that a value is a kind of. */
    broader?: Record<number, number[]>;
    /** What else qualifies the values of a record, in words, by the number of the record. */
    remarks?: Record<number, string>;
  }

  interface Head {
    id: string;
    name: string;
    type: "address" | "date" | "money" | "number" | "record" | "term" | "text" | "word";
    /** 1 where readers can narrow by it. */
    facet: 0 | 1;
    /** How many of the values are known; after them come the states. */
    known: number;
    /** 1 where its values are computed: nobody left one out. */
    computed?: 1;
  }

  /** The file that is loaded first. */
  interface File {
    /** The day on which the data were last checked. */
    date: string;
    said: Record<Label, string>;
    ids: string[];
    /** Of a kind with more records than its page has rows: the kind, and each record's name. */
    kind?: string;
    names?: string[];
    /** The numbers of the records in the order of the list, where that is not the order of names. */
    listed?: number[];
    /** Of each record: its other names, one a line. */
    also: string[];
    fields: (Head & Partial<Values>)[];
    /** Where the other columns are. */
    more: string;
  }

  /** The file of the columns that the page does not come with. */
  interface More {
    fields: Record<string, Values>;
    sources: Sources;
  }

  interface Sources {
    values: string[];
    cells: Cell[];
  }

  /** A column. Its values are known once it is loaded. */
  interface Field extends Head {
    loaded: boolean;
    remarks: Record<number, string>;
    keys: string[];
    words: string[];
    kinds: (string | undefined)[];
    /** The number of each key. */
    number: Map<string, number>;
    /** Of each record: the numbers of its values as a cell has them, and of the wider ones too. */
    of: number[][];
    under: number[][];
    widens: boolean;
    /** The values that the reader has chosen. */
    wanted: Set<number>;
    /** How many rows have each value. */
    counts: Uint32Array;
    /** Made when first needed: the words of each value as they are sought. */
    folded?: string[];
  }

  /** A column that readers can narrow by, with its button. */
  interface Facet extends Field {
    box: HTMLElement;
    badge: HTMLElement;
    /** Made when its list is opened. */
    options: Map<number, Option>;
  }

  interface Option {
    item: HTMLElement;
    input: HTMLInputElement;
    count: HTMLElement;
  }

  /** A record on this page. */
  interface Row {
    number: number;
    /** Made when it is first shown, but for those that the page came with. */
    row?: HTMLTableRowElement;
    head?: HTMLTableCellElement;
    name: string;
    /** By id of the column: those that have been made. */
    cells: Map<string, HTMLTableCellElement>;
    /** The columns that the row has now. */
    columns: string;
    /** What it is found by, made when first needed. */
    hay?: string;
  }
}
