import type { EnvVar, Volume } from '../../model/pod.ts';
import { at, records } from '../../model/record.ts';
import type { Offence } from '../../model/verdict.ts';
import { defineCheck } from '../define.ts';
import { given } from '../patch.ts';
import { stream, yaml } from '../paste.ts';
import { workloadIdentity } from '../snippets/workload-identity.ts';
import { cloudIdentityOf, type Cloud } from '../subjects/cloud-identity.ts';
import { entries, isSet } from '../subjects/field.ts';
import { containerWith, pod } from '../subjects/pod.ts';
import type { ContainerView } from '../subjects/pod-view.ts';
import { accountNamed } from '../subjects/service-account.ts';
import { plain, quoted } from '../text.ts';

/** Variables by which the libraries of a cloud take a key before anything else. */
const clouds: Readonly<Record<string, Cloud>> = {
  AWS_SECRET_ACCESS_KEY: 'AWS',
  AZURE_CLIENT_SECRET: 'Azure',
  GOOGLE_APPLICATION_CREDENTIALS: 'Google Cloud',
};

const tokenAndConfiguration = {
  name: 'gcp',
  projected: {
    sources: [
      { serviceAccountToken: { path: 'token', audience: 'shop.svc.id.goog' } },
      { configMap: { name: 'gcp', items: [{ key: 'config', path: 'credentials.json' }] } },
    ],
  },
};

export const workloadStaticCloudKeys = defineCheck({
  id: 'workload-static-cloud-keys',
  title: 'Container calls the cloud with a key that does not expire',
  category: 'service-accounts',
  risk: { impact: 'workload', ease: 'direct' },
  frameworks: {
    eks: ['5.2.1'],
    gke: ['5.2.2'],
    aks: ['5.2.1'],
    nsa: ['cloud-infrastructure', 'secrets'],
    mitre: ['T1552.001', 'T1552.007'],
    microsoft: ['cloud-resources', 'managed-identity-credentials'],
  },
  because:
    'Whoever reads the environment of the process, the Secret or the file keeps the key, and with it the rights in the cloud, from anywhere and until somebody changes it; libraries take such a key even where the pod has an identity of its own.',
  remedy:
    'Give the service account an identity of the cloud (IAM roles for service accounts or Pod Identity on EKS, workload identity on GKE and AKS), remove the variable, and revoke the key.',
  paste: stream(
    workloadIdentity,
    yaml`
      spec:
        template:
          spec:
            containers:
              - name: app
                env:
                  - name: AWS_ACCESS_KEY_ID
                    $patch: delete
                  - name: AWS_SECRET_ACCESS_KEY
                    $patch: delete
    `,
  ),

  subject: pod,
  fields: ['containers.env'],
  reads: ['ServiceAccount'],
  violatedBy(view, world) {
    let offences: Offence[] | undefined;
    for (const container of view.containers) {
      let index = -1;
      for (const variable of entries(container.container.env)) {
        index++;
        if (!isSet(variable) || typeof variable.name !== 'string' || !Object.hasOwn(clouds, variable.name)) continue;
        const { name } = variable;
        const cloud = clouds[name];
        if (cloud === undefined || !holdsKey(variable, container)) continue;
        const part = `${container.name}/env/${name}`;
        offences ??= [];
        if (offences.some((offence) => offence.part === part)) continue;
        const identity = cloudIdentityOf(view, cloud, world);
        const instead = identity === undefined ? '' : `, although the pod has an identity by ${plain(identity)}`;
        offences.push({
          path: `${container.path}.env[${index}]`,
          container: container.name,
          part,
          message: `container ${quoted(container.name)}: env ${name} gives it a static key of ${cloud}${instead}`,
        });
      }
    }
    return offences ?? false;
  },

  examples: {
    violating: {
      'a literal key of AWS': withEnv({ name: 'AWS_SECRET_ACCESS_KEY', value: 'not-a-real-key' }),
      'a key of AWS from a Secret': withEnv(fromSecret('AWS_SECRET_ACCESS_KEY')),
      'a secret of an Azure application': withEnv(fromSecret('AZURE_CLIENT_SECRET')),
      'a key file of Google Cloud from a Secret': withEnv(
        { name: 'GOOGLE_APPLICATION_CREDENTIALS', value: '/etc/gcp/key.json' },
        { name: 'gcp', secret: { secretName: 'gcp-key' } },
      ),
      'a key file that is in the image': withEnv({ name: 'GOOGLE_APPLICATION_CREDENTIALS', value: '/app/key.json' }),
      'a key file beside a token, in a volume of both': withEnv(
        { name: 'GOOGLE_APPLICATION_CREDENTIALS', value: '/etc/gcp/key.json' },
        {
          name: 'gcp',
          projected: { sources: [{ serviceAccountToken: { path: 'token' } }, { secret: { name: 'gcp-key' } }] },
        },
      ),
      'the path of the file is from a Secret': withEnv(fromSecret('GOOGLE_APPLICATION_CREDENTIALS')),
      'from a ConfigMap, which is no better': withEnv({
        name: 'AWS_SECRET_ACCESS_KEY',
        valueFrom: { configMapKeyRef: { name: 'cloud', key: 'key' } },
      }),
      'an init container has it': {
        spec: {
          initContainers: [containerWith({ name: 'fetch', env: [fromSecret('AWS_SECRET_ACCESS_KEY')] })],
        },
      },
      'so does an ephemeral one': {
        spec: {
          ephemeralContainers: [containerWith({ name: 'debug', env: [fromSecret('AZURE_CLIENT_SECRET')] })],
        },
      },
      'libraries prefer the key to the role of the service account': given(
        withEnv(fromSecret('AWS_SECRET_ACCESS_KEY')),
        accountNamed('app', false, { 'eks.amazonaws.com/role-arn': 'arn:aws:iam::111122223333:role/shop' }),
      ),
      'and to the identity that the label of the pod asks for': {
        metadata: { labels: { 'azure.workload.identity/use': 'true' } },
        ...withEnv(fromSecret('AZURE_CLIENT_SECRET')),
      },
    },
    compliant: {
      'it has the role of its service account': given(
        withEnv({ name: 'AWS_ROLE_ARN', value: 'arn:aws:iam::111122223333:role/shop' }),
        accountNamed('app', false, { 'eks.amazonaws.com/role-arn': 'arn:aws:iam::111122223333:role/shop' }),
      ),
      'the file says how to exchange a token that is projected beside it': withEnv(
        { name: 'GOOGLE_APPLICATION_CREDENTIALS', value: '/etc/gcp/credentials.json' },
        tokenAndConfiguration,
      ),
      'the configuration is from a ConfigMap, the token from another volume': {
        spec: {
          containers: [
            containerWith({
              env: [{ name: 'GOOGLE_APPLICATION_CREDENTIALS', value: '/etc/gcp/credentials.json' }],
              volumeMounts: [{ name: 'gcp', mountPath: '/etc/gcp' }],
            }),
          ],
          volumes: [
            { name: 'gcp', configMap: { name: 'gcp' } },
            { name: 'token', projected: { sources: [tokenAndConfiguration.projected.sources[0]] } },
          ],
        },
      },
      'the identifier of a key is no secret': withEnv({ name: 'AWS_ACCESS_KEY_ID', value: 'AKIAIOSFODNN7EXAMPLE' }),
      'the variable is empty': withEnv({ name: 'AWS_SECRET_ACCESS_KEY', value: '' }),
      'the variable says nothing': withEnv({ name: 'AWS_SECRET_ACCESS_KEY' }),
      'another variable refers to a Secret': withEnv(fromSecret('DATABASE_PASSWORD')),
      'the name is written otherwise': withEnv({ name: 'aws_secret_access_key', value: 'not-a-real-key' }),
      'the list is null': { spec: { containers: [containerWith({ env: null })] } },
      'there are no variables': {},
    },
  },
});

function fromSecret(name: string): EnvVar {
  return { name, valueFrom: { secretKeyRef: { name: 'cloud', key: 'key' } } };
}

/** The pod of examples with a variable, and with a volume mounted at /etc/gcp if one is given. */
function withEnv(variable: EnvVar, volume?: Volume) {
  const volumeMounts = volume === undefined ? [] : [{ name: volume.name ?? '', mountPath: '/etc/gcp' }];
  return {
    spec: {
      containers: [containerWith({ env: [variable], volumeMounts })],
      ...(volume !== undefined && { volumes: [volume] }),
    },
  };
}

function holdsKey({ name, value, valueFrom }: EnvVar, container: ContainerView): boolean {
  if (isSet(valueFrom)) return isSet(valueFrom.secretKeyRef) || isSet(valueFrom.configMapKeyRef);
  if (typeof value !== 'string' || value === '') return false;
  return name !== 'GOOGLE_APPLICATION_CREDENTIALS' || !isConfiguration(value, container);
}

/**
 * Whether a file holds no key but how to exchange a token: it comes from a ConfigMap, and the pod projects a token that
 * is meant for somebody else than the API server.
 */
function isConfiguration(path: string, { container, pod: { volumes } }: ContainerView): boolean {
  const mount = entries(container.volumeMounts)
    .filter((candidate) => isSet(candidate) && isUnder(path, candidate.mountPath))
    .sort((a, b) => String(b?.mountPath).length - String(a?.mountPath).length)[0];
  const volume = volumes.find((candidate) => isSet(candidate) && candidate.name === mount?.name);
  if (!isSet(mount) || !isSet(volume)) return false;
  const sources = records(at(volume, 'projected', 'sources'));
  const isText = isSet(volume['configMap']) || sources.some((source) => isSet(source['configMap']));
  return isText && !sources.some((source) => isSet(source['secret'])) && volumes.some(projectsExchangeToken);
}

function isUnder(path: string, directory: unknown): boolean {
  return typeof directory === 'string' && path.startsWith(`${directory.replace(/\/+$/, '')}/`);
}

function projectsExchangeToken(volume: Volume | null | undefined): boolean {
  return records(at(volume, 'projected', 'sources')).some((source) => {
    const audience = at(source, 'serviceAccountToken', 'audience');
    return typeof audience === 'string' && audience !== '';
  });
}
