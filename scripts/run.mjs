import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The project's folder. */
export const root = new URL('../', import.meta.url);

const path = `${fileURLToPath(new URL('node_modules/.bin', root))}${process.platform === 'win32' ? ';' : ':'}${process.env.PATH}`;

/** Runs a command of the project in its folder; rejects when it fails. With `lines`, hands over what it prints as well. */
export function run(command, args, { lines, env } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: fileURLToPath(root),
      env: { ...process.env, ...env, PATH: path },
      stdio: ['ignore', lines ? 'pipe' : 'inherit', 'inherit'],
      shell: process.platform === 'win32',
    });
    let rest = '';
    child.stdout?.on('data', (data) => {
      process.stdout.write(data);
      const parts = (rest + data).split('\n');
      rest = parts.pop();
      for (const line of parts) lines(line);
    });
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      if (rest) lines?.(rest);
      if (code === 0) resolve();
      else reject(new Error(`${command} ${args.join(' ')} ended with ${signal ?? `exit ${code}`}`));
    });
  });
}
