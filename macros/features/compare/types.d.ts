/* What the comparison works with; table.py writes both. */

declare namespace Compare {
  type Label =
    | "compare_add"
    | "compare_all_same"
    | "compare_differences"
    | "compare_few"
    | "compare_failed"
    | "compare_many"
    | "compare_none"
    | "compare_remove"
    | "compare_shown"
    | "compare_unknown"
    | "not_recorded"
    | "search_failed"
    | "search_none";

  /** What is in the page. */
  interface Given {
    /** How many products fit side by side. */
    most: number;
    /** The ids of the products in the table that the page brings. */
    products: string[];
    /** Id and label of every row. */
    rows: [id: string, label: string][];
    said: Record<Label, string>;
  }

  /** The file of a product. */
  interface File {
    /** The heading of its column, as HTML. */
    heading: string;
    name: string;
    /** By row: HTML with its citation, and plain words to compare. */
    cells: Partial<Record<string, [html: string, plain: string]>>;
    /** The sources as HTML; the numbers in the cells count them. */
    sources: string[];
  }

  interface Column {
    id: string;
    file: File;
  }
}
