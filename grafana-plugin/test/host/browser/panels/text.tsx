import { type PanelProps, renderMarkdown, textUtil } from '@grafana/data';
import { definePanel } from './define-panel.ts';

interface Options {
  readonly mode: 'markdown' | 'html' | 'code';
  readonly content: string;
}

function Panel({ options, height, replaceVariables }: PanelProps<Options>) {
  const content = replaceVariables(options.content, {}, 'text');
  const html = options.mode === 'html' ? textUtil.sanitize(content) : renderMarkdown(content);
  return (
    <div
      className="markdown-html"
      style={{ height, overflow: 'auto' }}
      // Both ways through the same cleaning as in Grafana.
      dangerouslySetInnerHTML={{ __html: html }}
    />
  );
}

/** Text as Grafana renders it: Markdown, or HTML without what could run. */
export const text = definePanel({
  id: 'text',
  component: Panel,
  options: { mode: 'markdown', content: '' },
});
