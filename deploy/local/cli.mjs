// Leads every root script. It imports no package before the dependencies are there: a fresh clone and Node are enough.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { COMMANDS } from './commands.mjs';
import { asksForHelp, HELP } from './help.mjs';
import { REPOSITORY } from './places.mjs';
import { explain, say } from './say.mjs';
import { refuseOldNode } from './set-up.mjs';

const [name = 'start', ...rest] = process.argv.slice(2);
try {
  refuseOldNode();
  if (existsSync(path.join(REPOSITORY, '.env'))) process.loadEnvFile(path.join(REPOSITORY, '.env'));
  const command = COMMANDS[name];
  if (!command) {
    say(`There is no command "${name}": say one of ${Object.keys(COMMANDS).join(', ')}.`);
    process.exit(1);
  }
  if (HELP[name] && asksForHelp(rest)) {
    process.stdout.write(HELP[name]);
    process.exit(0);
  }
  process.exit((await command(rest)) ?? 0);
} catch (error) {
  say(explain(error));
  process.exit(1);
}
