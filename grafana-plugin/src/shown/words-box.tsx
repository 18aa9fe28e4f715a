import { FilterInput } from '@grafana/ui';
import { useEffect, useRef, useState, type RefObject } from 'react';

interface Props {
  readonly value: string;
  /** What is searched, as in "Search clusters". */
  readonly label: string;
  readonly placeholder: string;
  /** `continued` while the same words are still being typed: the history of the browser has one step for them. */
  readonly onChange: (value: string, continued: boolean) => void;
  readonly inputRef?: RefObject<HTMLInputElement | null>;
  /** In units of eight pixels; as wide as its place when absent. */
  readonly width?: number;
}

/** Milliseconds of rest after which words that are being typed are searched for. */
const rest = 300;
/** Characters that the API takes. */
const longest = 512;

/** Words to be found in a list; told once one rests. */
export function WordsBox({ value, label, placeholder, onChange, inputRef, width }: Props) {
  const [text, setText] = useState(value);
  const [shown, setShown] = useState(value);
  const [sent, setSent] = useState(value);
  const continued = useRef(false);
  if (shown !== value) {
    setShown(value);
    // Otherwise than by these words: by the back button, a chip, a link. What is typed since they were sent stays.
    if (value !== sent.trim()) setText(value);
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
      {...(inputRef === undefined ? {} : { ref: inputRef })}
      aria-label={label}
      placeholder={placeholder}
      value={text}
      maxLength={longest}
      onChange={setText}
      onBlur={() => (continued.current = false)}
      escapeRegex={false}
      {...(width === undefined ? {} : { width })}
    />
  );
}
