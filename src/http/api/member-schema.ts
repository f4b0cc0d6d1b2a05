import { Type } from 'typebox';
import { roles } from '../../members/roles.ts';
import { id, named, object, text, time } from './schema.ts';

const role = Type.Enum([...roles], {
  description: 'What the person may do. Only an owner, in the Personal area, makes owners and decides about them.',
  example: 'support',
});

/** In the order in which the fields are sent: id, then the alphabet. */
const fields = {
  id: id('Unique id of the person.', 'mb_2EiTbKc3vL6kQ8mWzR5yN1pXsJ7hG4dF9aUoB2tVxYqZ8wMnC6eL3r'),
  created: time('When the person was invited first.'),
  email: Type.String({ description: 'What the person signs in with, in small letters.' }),
  lastSignedInAt: Type.Union([time('When the person signed in last.'), Type.Null()], {
    description: 'When the person signed in last; null: not yet.',
  }),
  name: Type.String({ description: 'How the person is called.' }),
  role: Type.String({ description: `What the person may do: \`${roles.join('`, `')}\`.` }),
  status: Type.String({ description: '`invited`: has not chosen a password yet; `joined`.' }),
};

export const memberSchema = named('Member', object(fields));

const linkFields = {
  expiresAt: time('When the link ends.'),
  link: Type.String({
    format: 'uri',
    description: 'Works once. Whoever opens it chooses password and app of this person: send it to nobody else.',
  }),
  member: memberSchema,
};

export const memberLinkSchema = named('MemberLink', object(linkFields));

export const memberInviteSchema = named(
  'MemberInvite',
  object({
    email: text('email', {
      maxLength: 254,
      description: 'What the person signs in with.',
      example: 'kim@shop.example',
    }),
    role,
  }),
);

export const memberChangeSchema = named('MemberChange', object({ role }));

export const memberIdParams = object({
  id: Type.String({ maxLength: 128, description: 'Id of the person (`mb_…`).' }),
});
