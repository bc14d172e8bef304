/**
 * Finds the browsers and makes a Web Test Runner launcher for each. All of them reach other hosts only through the stub
 * proxy, so that no test ever leaves this machine.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, mkdtempSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromeLauncher } from '@web/test-runner-chrome';
import { webdriverLauncher } from '@web/test-runner-webdriver';
import puppeteer from 'puppeteer-core';

const asRoot = process.getuid?.() === 0;

function which(names) {
  for (const name of names) {
    try {
      return execFileSync(process.platform === 'win32' ? 'where' : 'which', [name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).split(
        /\r?\n/,
      )[0];
    } catch {
      /* not this one */
    }
  }
  return undefined;
}

function firstThere(paths) {
  return paths.find((path) => path && existsSync(path));
}

function playwrightChromium() {
  const cache =
    process.env.PLAYWRIGHT_BROWSERS_PATH ??
    join(homedir(), { darwin: 'Library/Caches', win32: 'AppData/Local' }[process.platform] ?? '.cache', 'ms-playwright');
  if (!existsSync(cache)) return undefined;
  return firstThere(
    readdirSync(cache)
      .filter((name) => name.startsWith('chromium'))
      .sort()
      .reverse()
      .flatMap((name) => [
        join(cache, name, 'chrome-linux', 'chrome'),
        join(cache, name, 'chrome-linux64', 'chrome'),
        join(cache, name, 'chrome-mac', 'Chromium.app/Contents/MacOS/Chromium'),
        join(cache, name, 'chrome-win', 'chrome.exe'),
      ]),
  );
}

/** A Chromium from the npm registry (linux x64), installed into a cache folder of the project when nothing else is there. */
async function bundledChromium() {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  const folder = new URL('../../.cache/chromium/', import.meta.url).pathname;
  try {
    if (!existsSync(join(folder, 'node_modules/@sparticuz/chromium'))) {
      console.log('No Chrome or Chromium found: getting one from the npm registry (once, about 70 MB) …');
      execFileSync('npm', ['install', '--prefix', folder, '--no-save', '--no-audit', '--no-fund', '@sparticuz/chromium@153'], { stdio: 'ignore' });
    }
    const { default: chromium } = await import(createRequire(join(folder, 'x.js')).resolve('@sparticuz/chromium'));
    return await chromium.executablePath();
  } catch {
    return undefined;
  }
}

function aptChromium() {
  if (!asRoot || !which(['apt-get'])) return undefined;
  console.log('No Chrome or Chromium found: installing the distribution’s …');
  try {
    execFileSync('apt-get', ['update'], { stdio: 'ignore' });
    execFileSync('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'], { stdio: 'ignore' });
  } catch {
    return undefined;
  }
  return which(['chromium']);
}

/** The path of a Chromium-like browser. Throws with advice when there is none. */
export async function findChromium() {
  const path =
    firstThere([process.env.CHROME_PATH]) ??
    which(['google-chrome', 'google-chrome-stable', 'chromium', 'chromium-browser', 'microsoft-edge', 'chrome']) ??
    firstThere([
      '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
      '/Applications/Chromium.app/Contents/MacOS/Chromium',
      '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
      'C:/Program Files/Google/Chrome/Application/chrome.exe',
      'C:/Program Files (x86)/Google/Chrome/Application/chrome.exe',
      'C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe',
    ]) ??
    playwrightChromium() ??
    (await bundledChromium()) ??
    aptChromium();
  if (!path) throw new Error('The tests need a browser, and none was found. Install Chrome or Chromium, or set CHROME_PATH to its program file.');
  return path;
}

export const chromiumArgs = [
  ...(asRoot ? ['--no-sandbox'] : []),
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  '--no-first-run',
  '--disable-dev-shm-usage',
  '--disable-gpu',
  '--autoplay-policy=no-user-gesture-required',
  '--ignore-certificate-errors',
];

/**
 * Test files follow each other in one window. WebKitGTK keeps what they used until its process ends, and hangs at some
 * gigabytes: so the browser begins anew after some files.
 */
function oneFileAtATime(launcher) {
  const initialize = launcher.initialize.bind(launcher);
  const stopSession = launcher.stopSession.bind(launcher);
  let files = 0;
  return Object.assign(launcher, {
    concurrency: 1,
    initialize: (config) => initialize({ ...config, concurrency: 1 }),
    async stopSession(id) {
      const result = await stopSession(id);
      if (++files % 3 === 0) await launcher.stop();
      return result;
    },
  });
}

const launchers = {
  async chromium(proxyPort) {
    return chromeLauncher({
      concurrency: 1, // a page behind another has no animation frames and no focus
      launchOptions: {
        executablePath: await findChromium(),
        args: [...chromiumArgs, `--proxy-server=http://127.0.0.1:${proxyPort}`],
      },
    });
  },

  async firefox(proxyPort) {
    const executablePath = process.env.FIREFOX_PATH ?? which(['firefox-esr', 'firefox']);
    if (!executablePath) throw new Error('Firefox was not found: install firefox-esr or set FIREFOX_PATH.');
    const launcher = chromeLauncher({
      puppeteer,
      concurrency: 1,
      launchOptions: {
        browser: 'firefox',
        executablePath,
        acceptInsecureCerts: true,
        extraPrefsFirefox: {
          'network.proxy.type': 1,
          'network.proxy.http': '127.0.0.1',
          'network.proxy.http_port': proxyPort,
          'network.proxy.ssl': '127.0.0.1',
          'network.proxy.ssl_port': proxyPort,
          'media.autoplay.default': 0,
          'dom.security.https_first': false,
        },
      },
    });
    launcher.name = 'Firefox';
    return launcher;
  },

  async webkit(proxyPort) {
    const driver = which(['WebKitWebDriver']);
    if (!driver) throw new Error('WebKitGTK was not found: install webkit2gtk-driver and run under xvfb-run.');
    const binary =
      process.env.MINIBROWSER_PATH ??
      firstThere(
        ['/usr/lib/x86_64-linux-gnu', '/usr/lib/aarch64-linux-gnu', '/usr/libexec'].flatMap((folder) =>
          ['webkit2gtk-4.1', 'webkit2gtk-4.0', 'webkitgtk-6.0'].map((version) => `${folder}/${version}/MiniBrowser`),
        ),
      );
    const { spawn } = await import('node:child_process');
    const port = 20_000 + Math.floor(Math.random() * 20_000);
    const profile = mkdtempSync(join(tmpdir(), 'blog-elements-webkit-'));
    const child = spawn(driver, [`--port=${port}`], { stdio: 'ignore', env: { ...process.env, HOME: profile, WEBKIT_DISABLE_COMPOSITING_MODE: '1' } });
    process.on('exit', () => child.kill());
    const launcher = webdriverLauncher({
      port,
      hostname: '127.0.0.1',
      path: '/',
      logLevel: 'error',
      capabilities: {
        browserName: 'MiniBrowser',
        acceptInsecureCerts: true,
        'wdio:enforceWebDriverClassic': true,
        'webkitgtk:browserOptions': {
          binary,
          args: ['--automation', `--proxy=http://127.0.0.1:${proxyPort}`, '--ignore-host=localhost', '--ignore-host=127.0.0.1', '--ignore-tls-errors'],
        },
      },
    });
    launcher.name = 'WebKit';
    launcher.type = 'webdriver';
    return oneFileAtATime(launcher);
  },
};

/** Launchers for a list such as `chromium,firefox`. */
export function browsers(names, proxyPort) {
  return Promise.all(
    names.split(',').map((name) => {
      const launch = launchers[name.trim()];
      if (!launch) throw new Error(`Unknown browser "${name}": expected chromium, firefox or webkit.`);
      return launch(proxyPort);
    }),
  );
}
