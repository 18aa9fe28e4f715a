import { TextLink } from '@grafana/ui';
import type { ReactNode } from 'react';
import type { ApiCheck } from '#contract';
import { linkTo } from '../../routes.ts';
import { PlainTable } from '../../shown/plain-table.tsx';
import { Prose } from '../../shown/prose.tsx';
import { Section } from '../../shown/section.tsx';
import { presetInWords } from './check-nature.ts';

/** What a check looks at, what it can be told, and which controls it answers. */
export function CheckReach({ check }: { readonly check: ApiCheck }) {
  const { fields, needs, observed, switches, parameters, frameworks, profiles } = check;
  return (
    <>
      <Section title="What it looks at">
        <PlainTable caption="What the check looks at">
          <tbody>
            <Row title="Fields">{codes(fields)}</Row>
            <Row title="Resources">
              {needs.map((one, index) => (
                <span key={one}>
                  {index > 0 && ', '}
                  <code>{one}</code>
                  {observed.includes(one) && ' (a reading of our own)'}
                </span>
              ))}
            </Row>
            {switches.length > 0 && <Row title="Settings it takes">{codes(switches)}</Row>}
            <Row title="Profiles">{profiles.join(', ')}</Row>
          </tbody>
        </PlainTable>
      </Section>
      {parameters.length > 0 && (
        <Section title="What policy may set">
          <PlainTable caption="Parameters" minWidth={480}>
            <thead>
              <tr>
                <th scope="col">Parameter</th>
                <th scope="col">Meaning</th>
                <th scope="col">Preset</th>
              </tr>
            </thead>
            <tbody>
              {parameters.map(({ name, meaning, preset }) => (
                <tr key={name}>
                  <th scope="row">
                    <code>{name}</code>
                  </th>
                  <td>
                    <Prose text={meaning} />
                  </td>
                  <td>
                    <code>{presetInWords(preset)}</code>
                  </td>
                </tr>
              ))}
            </tbody>
          </PlainTable>
        </Section>
      )}
      {frameworks.length > 0 && (
        <Section title="Controls that it answers">
          <PlainTable caption="Controls" minWidth={480}>
            <thead>
              <tr>
                <th scope="col">Framework</th>
                <th scope="col">Control</th>
                <th scope="col">Title</th>
              </tr>
            </thead>
            <tbody>
              {frameworks.map(({ framework, control, title }) => (
                <tr key={`${framework} ${control}`}>
                  <td>{framework}</td>
                  <th scope="row">
                    <TextLink href={linkTo('compliance', [framework], { control, q: control })} inline>
                      {control}
                    </TextLink>
                  </th>
                  <td>{title}</td>
                </tr>
              ))}
            </tbody>
          </PlainTable>
        </Section>
      )}
    </>
  );
}

function Row({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <tr>
      <th scope="row">{title}</th>
      <td>{children}</td>
    </tr>
  );
}

function codes(texts: readonly string[]): ReactNode {
  return texts.map((text, index) => (
    <span key={text}>
      {index > 0 && ', '}
      <code>{text}</code>
    </span>
  ));
}
