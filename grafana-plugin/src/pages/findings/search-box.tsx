import { FilterInput } from '@grafana/ui';
import { useEffect, useRef, useState, type RefObject } from 'react';

interface Props {
  readonly value: string;
  /** `continued` while the same words are still being typed: the history of the browser has one step for them. */
  readonly onChange: (value: string, continued: boolean) => void;
  readonly inputRef: RefObject<HTMLInputElement | null>;
}

/** Milliseconds of rest after which words that are being typed are searched for. */
const rest = 300;
/** Characters that the API takes. */
const longest = 512;

/** Words to be found; asks once one rests. */
export function SearchBox({ value, onChange, inputRef }: Props) {
  const [text, setText] = useState(value);
  const [shown, setShown] = useState(value);
  const [sent, setSent] = useState(value);
  const continued = useRef(false);
  if (shown !== value) {
    setShown(value);
    // Otherwise than by these words: by the back button, a chip, a link. What is typed since they were sent stays.
    if (value !== sent) setText(value);
  }
  const report = useRef(onChange);
  useEffect(() => {
    report.current = onChange;
  });
  useEffect(() => {
    if (text === value) return;
    const timer = setTimeout(() => {
      setSent(text);
      report.current(text, continued.current);
      continued.current = true;
    }, rest);
    return () => clearTimeout(timer);
  }, [text, value]);
  return (
    <FilterInput
      ref={inputRef}
      aria-label="Search findings"
      placeholder="Search names, checks, messages"
      value={text}
      maxLength={longest}
      onChange={setText}
      onBlur={() => (continued.current = false)}
      escapeRegex={false}
    />
  );
}
