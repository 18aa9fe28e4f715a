import { FilterInput } from '@grafana/ui';
import { useEffect, useRef, useState } from 'react';

interface Props {
  readonly value: string;
  /** What is searched, as in "Search clusters". */
  readonly label: string;
  readonly placeholder: string;
  readonly onChange: (value: string) => void;
}

/** Milliseconds of rest after which words that are being typed are searched for. */
const rest = 300;
/** Characters that the API takes. */
const longest = 512;

/** Words to be found in a list; told once one rests. */
export function WordsBox({ value, label, placeholder, onChange }: Props) {
  const [text, setText] = useState(value);
  const [known, setKnown] = useState(value);
  if (known !== value) {
    setKnown(value);
    // What is typed since the words were told stays; words that come from a link or the back button replace it.
    if (value.trim() !== text.trim()) setText(value);
  }
  const report = useRef(onChange);
  useEffect(() => {
    report.current = onChange;
  });
  useEffect(() => {
    if (text === value) return;
    const timer = setTimeout(() => report.current(text), rest);
    return () => clearTimeout(timer);
  }, [text, value]);
  return (
    <FilterInput
      aria-label={label}
      placeholder={placeholder}
      value={text}
      maxLength={longest}
      onChange={setText}
      escapeRegex={false}
      width={32}
    />
  );
}
