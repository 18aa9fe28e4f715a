import { css } from '@emotion/css';
import { textUtil, type GrafanaTheme2 } from '@grafana/data';
import { TextLink, useStyles2 } from '@grafana/ui';
import { unowned, type ApiContact } from '#contract';
import { ClusterText } from './cluster-text.tsx';

/** The team that answers for something; says so where nobody is named. */
export function OwnerName({ team }: { readonly team: string }) {
  const styles = useStyles2(getStyles);
  if (team === unowned || team === '') return <span className={styles.nobody}>nobody named</span>;
  return <ClusterText text={team} most={80} />;
}

/** How to reach a team, as the owners file says; only what is an address on the web or of mail becomes a link. */
export function OwnerContact({ contact }: { readonly contact: ApiContact | undefined }) {
  const styles = useStyles2(getStyles);
  if (contact === undefined) return <span className={styles.nobody}>No contact on file.</span>;
  const lines = [
    ['Slack', contact.slack],
    ['Escalation', contact.escalation],
    ['Mail', contact.email],
    ['Runbook', contact.runbook],
  ] as const;
  return (
    <ul className={styles.list}>
      {lines.map(([name, text]) =>
        text === undefined ? null : (
          <li key={name}>
            <span className={styles.nobody}>{name}</span> <ContactText text={text} />
          </li>
        ),
      )}
    </ul>
  );
}

function ContactText({ text }: { readonly text: string }) {
  const isWeb = /^https?:\/\/\S+$/.test(text);
  const isMail = /^[^\s@?&]+@[^\s@?&]+$/.test(text);
  if (!isWeb && !isMail) return <ClusterText text={text} />;
  return (
    <TextLink href={isWeb ? textUtil.sanitizeUrl(text) : `mailto:${text}`} external={isWeb} inline>
      {text}
    </TextLink>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  nobody: css({ color: theme.colors.text.secondary }),
  list: css({ listStyle: 'none', margin: 0, padding: 0 }),
});
