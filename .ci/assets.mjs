// Checks the files of a published site by the list it serves them from: what carries a fingerprint may be kept for a year,
// and stylesheets and drawings are there in Brotli. Only a publish makes them so; a site run from its sources does not.
//
//   node .ci/assets.mjs FOLDER/ClinicSite.staticwebassets.endpoints.json
import { readFileSync, existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

const file = process.argv[2];
const header = (endpoint, name) => endpoint.ResponseHeaders.find(one => one.Name === name)?.Value;
const endpoints = JSON.parse(readFileSync(file, 'utf8')).Endpoints;
const fingerprinted = endpoints.filter(endpoint => endpoint.EndpointProperties.some(one => one.Name === 'fingerprint' && endpoint.Route.includes(one.Value)));
const texts = new Set(fingerprinted.map(endpoint => endpoint.Route).filter(route => /\.(css|svg)$/.test(route)));
const faults = [
  ...fingerprinted.filter(endpoint => header(endpoint, 'Cache-Control') !== 'max-age=31536000, immutable').map(endpoint => `${endpoint.Route} may not be kept for a year`),
  ...[...texts].filter(route => !fingerprinted.some(endpoint => endpoint.Route === route && header(endpoint, 'Content-Encoding') === 'br' && existsSync(join(dirname(file), 'wwwroot', endpoint.AssetFile)))).map(route => `${route} is not there in Brotli`),
  ...(texts.size === 0 ? ['no stylesheet carries a fingerprint'] : []),
];
faults.forEach(fault => console.error(fault));
console.log(`${new Set(fingerprinted.map(endpoint => endpoint.Route)).size} addresses with a fingerprint, ${texts.size} of them in Brotli, ${faults.length} faults`);
process.exit(faults.length === 0 ? 0 : 1);
