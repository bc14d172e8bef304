/**
 * Readers that the host has logged in: a token that the host signed says who. One algorithm, one issuer and one audience, all fixed in the settings;
 * what the token's own header says chooses nothing but the key within the host's set.
 */

import { createPublicKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import {
  createLocalJWKSet,
  createRemoteJWKSet,
  customFetch,
  errors,
  jwtVerify,
  type FetchImplementation,
  type JSONWebKeySet,
  type JWTVerifyGetKey,
} from 'jose';
import type { Log } from '../http/log.js';
import { StartError } from '../errors.js';
import type { SingleSignOn } from '../options.js';
import { Problem } from '../http/problems.js';

/** A token lives this long at most. */
const maxTokenLifetime = 15 * 60;
const tolerance = 30;
const pauseAfterFailure = 5000;
const longestSet = 256 * 1024;
const longestWait = 5000;

export interface Subject {
  issuer: string;
  subject: string;
  name: string;
  email: string;
}

const keyTypes = { EdDSA: 'OKP', RS256: 'RSA' } as const;

/** @throws Problem `unavailable`, from the function it returns, while the host's keys cannot be fetched: the reader is still logged in */
export function createTokenVerifier(
  settings: SingleSignOn,
  clean: (name: string) => string | undefined,
  log?: Log,
): (token: string) => Promise<Subject | undefined> {
  const { algorithm, issuer, audience } = settings;
  const key = keyOf(settings, log);
  return async (token) => {
    try {
      const { payload } = await jwtVerify(token, key as JWTVerifyGetKey, {
        algorithms: [algorithm],
        issuer,
        audience,
        clockTolerance: tolerance,
        requiredClaims: ['exp', 'sub', 'name'],
      });
      const { sub, name, email, exp, iat } = payload;
      const now = Date.now() / 1000;
      if (exp! > Math.min(now, iat ?? now) + maxTokenLifetime + tolerance) return undefined;
      const cleanName = typeof name === 'string' ? clean(name) : undefined;
      if (typeof sub !== 'string' || !/^[^\0]{1,255}$/s.test(sub) || !cleanName) return undefined;
      return { issuer, subject: sub.toWellFormed(), name: cleanName, email: typeof email === 'string' ? email.slice(0, 254) : '' };
    } catch (error) {
      if (error instanceof errors.JOSEError || error instanceof TypeError) return undefined;
      throw error;
    }
  };
}

function keyOf({ algorithm, secret, jwks }: SingleSignOn, log?: Log): Uint8Array | JWTVerifyGetKey {
  if (algorithm === 'HS256') {
    const bytes = new TextEncoder().encode(secret ?? '');
    if (bytes.length < 32) throw new StartError(`SSO_SECRET: expected at least 32 bytes, but ${bytes.length} came.`);
    if (jwks) throw new StartError('SSO_JWKS: expected nothing with HS256, whose key is SSO_SECRET.');
    return bytes;
  }
  if (secret) throw new StartError(`SSO_SECRET: expected nothing with ${algorithm}, whose keys are in SSO_JWKS.`);
  if (!jwks) throw new StartError(`SSO_JWKS: expected the host's public keys for ${algorithm}: JSON, a file or an https URL.`);
  if (/^https?:\/\//i.test(jwks)) {
    const url = URL.canParse(jwks) ? new URL(jwks) : undefined;
    const safe = url && !url.username && !url.password && (url.protocol === 'https:' || ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname));
    // Not repeated in the message: it may hold a password.
    if (!safe) throw new StartError('SSO_JWKS: expected an https URL without a password in it (http only on this machine), but another came.');
    // After a key that it does not know it looks again, at most twice a minute.
    return createRemoteJWKSet(url, { cooldownDuration: 30_000, cacheMaxAge: 600_000, [customFetch]: fetchKeys(log) });
  }
  const set = readSet(jwks);
  for (const each of set.keys) {
    if (each.kty !== keyTypes[algorithm])
      throw new StartError(`SSO_JWKS: expected keys for ${algorithm} (kty ${keyTypes[algorithm]}), but one is ${String(each.kty)}.`);
    if ('d' in each) throw new StartError('SSO_JWKS: expected public keys, but a private one came: keep that one secret.');
    let fits: boolean;
    try {
      const { asymmetricKeyType, asymmetricKeyDetails } = createPublicKey({ key: each as never, format: 'jwk' });
      fits = algorithm === 'EdDSA' ? asymmetricKeyType === 'ed25519' : asymmetricKeyDetails!.modulusLength! >= 2048;
    } catch {
      throw new StartError('SSO_JWKS: expected public keys, but one cannot be read.');
    }
    if (!fits) throw new StartError(`SSO_JWKS: expected ${algorithm === 'EdDSA' ? 'Ed25519 keys' : 'RSA keys of at least 2048 bits'}, but one is another.`);
  }
  return createLocalJWKSet(set);
}

/** The operator's own setting, so that fetching it is no reader's doing; still it is not followed elsewhere, nor read without end, nor asked again at once after it failed. */
function fetchKeys(log?: Log): FetchImplementation {
  let failed = 0;
  return async (url, options) => {
    const away = () => new Problem('unavailable', 'The site’s keys could not be fetched; try again in a moment.', { retryAfter: pauseAfterFailure / 1000 });
    if (Date.now() < failed + pauseAfterFailure) throw away();
    // A signal of the platform's is forgotten with its request once the head of the answer is there: the body is given up here.
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), longestWait);
    try {
      const response = await fetch(url, { ...options, signal: stop.signal, redirect: 'error' });
      if (response.status !== 200) throw new Error(`it answered ${response.status}`);
      let text = '';
      const decoder = new TextDecoder();
      const reader = (response.body as ReadableStream<Uint8Array<ArrayBuffer>>).getReader();
      stop.signal.addEventListener('abort', () => void reader.cancel().catch(() => undefined));
      for (let part = await reader.read(); !part.done; part = await reader.read()) {
        text += decoder.decode(part.value, { stream: true });
        if (text.length > longestSet) throw new Error(`it sent more than ${longestSet} bytes`);
      }
      if (stop.signal.aborted) throw new Error('it was too slow');
      const { keys } = JSON.parse(text) as Partial<JSONWebKeySet>;
      if (!Array.isArray(keys) || !keys.every((key) => typeof key === 'object' && key !== null)) throw new Error('it sent no JWK set');
      return Response.json({ keys });
    } catch (error) {
      failed = Date.now();
      log?.({
        level: 'error',
        error: `SSO_JWKS cannot be fetched: ${String(((error as Error).cause as { code?: string } | undefined)?.code ?? (error as Error).message)}`,
      });
      throw away();
    } finally {
      clearTimeout(timer);
      stop.abort();
    }
  };
}

function readSet(jwks: string): JSONWebKeySet {
  try {
    const set = JSON.parse(jwks.trimStart().startsWith('{') ? jwks : readFileSync(jwks, 'utf8')) as JSONWebKeySet;
    if (Array.isArray(set.keys) && set.keys.length > 0) return set;
  } catch {
    /* told below */
  }
  throw new StartError('SSO_JWKS: expected a JWK set ({"keys": […]}), a file that holds one, or an https URL, but something else came.');
}
