import { Fragment } from 'react';

/** A sentence of ours, in which what one types stands between grave accents. */
export function Prose({ text }: { readonly text: string }) {
  return text.split('`').map((part, index) => (
    // The parts of a text have no other name than their place.
    // oxlint-disable-next-line react/no-array-index-key
    <Fragment key={index}>{index % 2 === 0 ? part : <code>{part}</code>}</Fragment>
  ));
}
