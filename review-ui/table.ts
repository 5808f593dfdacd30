/** One cell: a text, or a text that is a link, a tag, or has a small note after it. `null` shows a dash. */
export type Cell =
  | string
  | null
  | {
      readonly text: string;
      readonly href?: string;
      /** Colour by meaning, never alone: the text says it too. */
      readonly tag?: 'yes' | 'no' | 'wait' | 'info' | 'plain';
      readonly note?: string;
      /** As machines wrote it, word for word. */
      readonly code?: true;
    };

export interface Column {
  readonly label: string;
  readonly kind: 'text' | 'number';
  /** Sorts by this column: an address. */
  readonly href?: string;
  readonly sorted?: 'ascending' | 'descending';
}

/** What `partials/table` draws. The first cell of a row names the row. */
export interface Table {
  readonly caption: string;
  readonly captionShown?: boolean;
  readonly columns: readonly Column[];
  /** `key: true`: J and K move over the rows, Enter opens the first link of the row. */
  readonly rows: readonly { readonly cells: readonly Cell[]; readonly key?: boolean }[];
  readonly total?: readonly Cell[];
  /** What will come here and how to begin, when there are no rows. */
  readonly empty: string;
  /**
   * On a phone: `cards` makes each row a list of name and value, `stack` sets long texts under their names, `scroll`
   * (the default) slides sideways.
   */
  readonly narrow?: 'cards' | 'stack' | 'scroll';
}
