// Runs compiled specs in this one process; ends with 1 if one of them fails.
const { resolve } = require('node:path');

for (const spec of process.argv.slice(2)) require(resolve(spec.replace(/\.ts$/, '.js')));
