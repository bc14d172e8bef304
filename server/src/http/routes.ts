/** The parts that descriptions of routes share. */

import { OpenAPIHono, type z } from '@hono/zod-openapi';
import { validationProblem } from './validation-problems.js';
import * as schema from './schemas.js';

export const json = <S extends z.ZodType>(shape: S, description: string) => ({ description, content: { 'application/json': { schema: shape } } });
export const body = <S extends z.ZodType>(shape: S) => ({ body: { required: true, content: { 'application/json': { schema: shape } } } });
export const problems = { default: { description: 'A problem (RFC 9457)', content: { 'application/problem+json': { schema: schema.problem } } } };
export const noContent = { 204: { description: 'Done' } };
/** Who may call a route: for the OpenAPI document. The route itself checks it. */
export const forReaders = { security: [{ session: [] }] };
export const forReadersAndGuests: { security: Record<string, string[]>[] } = { security: [{}, { session: [] }] };
export const forModerators = { security: [{ moderator: [] }] };
/** For answers that belong to one person. */
export const noStore = { 'Cache-Control': 'no-store' };

/** An application that answers invalid requests with problem documents. */
export const makeRoutes = () =>
  new OpenAPIHono({
    defaultHook: (result) => {
      if (!result.success) throw validationProblem(result.error, (result as { data?: unknown }).data);
    },
  });
export type Routes = ReturnType<typeof makeRoutes>;
