import { useEffect, useRef } from 'react';
import { commandOf, type Command } from './keyboard.ts';

const typed = 'input, textarea, select, [contenteditable="true"]';
const withArrowsOfTheirOwn = '[role="menu"], [role="listbox"], [role="dialog"], [role="combobox"], [role="radiogroup"]';

/** Tells which of the page's keys was pressed, before Grafana's own shortcuts see it. */
export function useKeys(onCommand: (command: Command, target: HTMLElement) => boolean): void {
  const handler = useRef(onCommand);
  useEffect(() => {
    handler.current = onCommand;
  });
  useEffect(() => {
    function listen(event: KeyboardEvent) {
      const target = event.target instanceof HTMLElement ? event.target : document.body;
      const command = commandOf(event, {
        typing: target.closest(typed) !== null,
        within: target.closest(withArrowsOfTheirOwn) !== null || document.querySelector('[aria-modal="true"]') !== null,
      });
      if (command === undefined || !handler.current(command, target)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
    }
    window.addEventListener('keydown', listen, { capture: true });
    return () => window.removeEventListener('keydown', listen, { capture: true });
  }, []);
}
