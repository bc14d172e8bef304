/**
 * Readers that the host has logged in: a token that the host signed says who. One algorithm, one issuer and one audience, all fixed in the settings;
 * what the token's own header says chooses nothing but the key within the host's set.
 */

import { createPublicKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createLocalJWKSet, createRemoteJWKSet, errors, jwtVerify, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';
import { StartError, type SingleSignOn } from './options.js';

/** A token lives this long at most. */
const longest = 15 * 60;
const tolerance = 30;

export interface Subject { issuer: string; subject: string; name: string; email: string }

const keyTypes = { EdDSA: 'OKP', RS256: 'RSA' } as const;

export function openSingleSignOn(settings: SingleSignOn, clean: (name: string) => string | undefined): (token: string) => Promise<Subject | undefined> {
  const { algorithm, issuer, audience } = settings;
  const key = keyOf(settings);
  return async (token) => {
    try {
      const { payload } = await jwtVerify(token, key as JWTVerifyGetKey, {
        algorithms: [algorithm], issuer, audience, clockTolerance: tolerance, requiredClaims: ['exp', 'sub', 'name'],
      });
      const { sub, name, email, exp, iat } = payload;
      const now = Date.now() / 1000;
      if (exp! > Math.min(now, iat ?? now) + longest + tolerance) return undefined;
      const cleanName = typeof name === 'string' ? clean(name) : undefined;
      if (!sub || sub.length > 255 || !cleanName) return undefined;
      return { issuer, subject: sub, name: cleanName, email: typeof email === 'string' ? email.slice(0, 254) : '' };
    } catch (error) {
      if (error instanceof errors.JOSEError || error instanceof TypeError) return undefined;
      throw error;
    }
  };
}

function keyOf({ algorithm, secret, jwks }: SingleSignOn): Uint8Array | JWTVerifyGetKey {
  if (algorithm === 'HS256') {
    const bytes = new TextEncoder().encode(secret ?? '');
    if (bytes.length < 32) throw new StartError(`SSO_SECRET: expected at least 32 bytes, but ${bytes.length} came.`);
    if (jwks) throw new StartError('SSO_JWKS: expected nothing with HS256, whose key is SSO_SECRET.');
    return bytes;
  }
  if (secret) throw new StartError(`SSO_SECRET: expected nothing with ${algorithm}, whose keys are in SSO_JWKS.`);
  if (!jwks) throw new StartError(`SSO_JWKS: expected the host's public keys for ${algorithm}: JSON, a file or an https URL.`);
  // The operator's own setting, so that fetching it is no reader's doing.
  if (/^https:\/\//.test(jwks)) return createRemoteJWKSet(new URL(jwks), { timeoutDuration: 5000, cooldownDuration: 30_000 });
  const set = readSet(jwks);
  for (const each of set.keys) {
    if (each.kty !== keyTypes[algorithm]) throw new StartError(`SSO_JWKS: expected keys for ${algorithm} (kty ${keyTypes[algorithm]}), but one is ${String(each.kty)}.`);
    if ('d' in each) throw new StartError('SSO_JWKS: expected public keys, but a private one came: keep that one secret.');
    try {
      createPublicKey({ key: each as never, format: 'jwk' });
    } catch {
      throw new StartError('SSO_JWKS: expected public keys, but one cannot be read.');
    }
  }
  return createLocalJWKSet(set);
}

function readSet(jwks: string): JSONWebKeySet {
  try {
    const set = JSON.parse(jwks.trimStart().startsWith('{') ? jwks : readFileSync(jwks, 'utf8')) as JSONWebKeySet;
    if (Array.isArray(set.keys) && set.keys.length > 0) return set;
  } catch { /* told below */ }
  throw new StartError('SSO_JWKS: expected a JWK set ({"keys": […]}), a file that holds one, or an https URL, but something else came.');
}
