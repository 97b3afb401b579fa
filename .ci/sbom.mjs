// A software bill of materials (CycloneDX 1.6) from a project's lock file, which names every package with its version and
// the hash that a restore insists on. Use: node .ci/sbom.mjs src/ClinicSite/packages.lock.json > sbom.json
import { readFileSync } from 'node:fs';

const file = process.argv[2];
if (!file) {
  console.error('Use: node .ci/sbom.mjs path/to/packages.lock.json > sbom.json');
  process.exit(1);
}

const lock = JSON.parse(readFileSync(file, 'utf8'));
const packages = new Map();
for (const framework of Object.values(lock.dependencies)) {
  for (const [name, entry] of Object.entries(framework)) {
    if (entry.type !== 'Project') packages.set(`pkg:nuget/${name}@${entry.resolved}`, { name, ...entry });
  }
}

const version = name => [...packages.values()].find(entry => entry.name.toLowerCase() === name.toLowerCase())?.resolved;
const reference = name => `pkg:nuget/${name}@${version(name)}`;
const names = [...packages.keys()].sort();
console.log(JSON.stringify({
  bomFormat: 'CycloneDX',
  specVersion: '1.6',
  version: 1,
  metadata: { component: { type: 'application', name: 'ClinicSite', 'bom-ref': 'ClinicSite' } },
  components: names.map(purl => {
    const { name, resolved, contentHash } = packages.get(purl);
    return {
      type: 'library',
      'bom-ref': purl,
      name,
      version: resolved,
      purl,
      hashes: [{ alg: 'SHA-512', content: Buffer.from(contentHash, 'base64').toString('hex') }],
    };
  }),
  dependencies: [
    { ref: 'ClinicSite', dependsOn: names.filter(purl => packages.get(purl).type === 'Direct') },
    ...names.map(purl => ({ ref: purl, dependsOn: Object.keys(packages.get(purl).dependencies ?? {}).filter(version).map(reference).sort() })),
  ],
}, null, 2));
