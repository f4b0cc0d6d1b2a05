import type { FastifyRequest } from 'fastify';
import type { Actor } from '../../audit/entry.ts';
import { actorOf } from '../../members/sign-in.ts';
import { visitOf } from './guard.ts';
import { browserOf } from './sign-in.ts';

/** The member who sent the request, for the audit log. */
export const actorIn = (request: FastifyRequest): Actor => {
  const { session } = visitOf(request);
  return actorOf({ id: session.member_id, email: session.email }, browserOf(request));
};
