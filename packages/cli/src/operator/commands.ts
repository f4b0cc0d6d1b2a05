import type { Command } from './command.ts';
import {
  acquirerAdd,
  acquirerDisable,
  acquirerEnable,
  acquirerKinds,
  acquirerList,
  acquirerRotate,
  acquirerTest,
  acquirerUpdate,
} from './commands/acquirer.ts';
import { auditExport } from './commands/audit-export.ts';
import { auditList } from './commands/audit-list.ts';
import { auditVerify } from './commands/audit-verify.ts';
import { databaseRoles } from './commands/database-roles.ts';
import { doctor } from './commands/doctor.ts';
import { keyCreate } from './commands/key-create.ts';
import { keyDelete } from './commands/key-delete.ts';
import { keyList } from './commands/key-list.ts';
import { keyRevoke } from './commands/key-revoke.ts';
import { memberInvite, memberLink, memberList, memberRemove } from './commands/member.ts';
import { merchantCreate } from './commands/merchant-create.ts';
import { merchantList } from './commands/merchant-list.ts';
import { merchantResume } from './commands/merchant-resume.ts';
import { merchantSuspend } from './commands/merchant-suspend.ts';
import { merchantUpdate } from './commands/merchant-update.ts';
import { migrate } from './commands/migrate.ts';
import {
  operatorInvite,
  operatorKeyCreate,
  operatorKeyDelete,
  operatorKeyList,
  operatorLink,
  operatorList,
  operatorRemove,
} from './commands/operator.ts';
import { reconcile } from './commands/reconcile.ts';
import { routeExplain, routeList, routeSet } from './commands/route.ts';
import { vaultRotate } from './commands/vault-rotate.ts';

/** Every command, in the order in which the help shows them. */
export const commands: readonly Command[] = [
  merchantCreate,
  merchantList,
  merchantUpdate,
  merchantSuspend,
  merchantResume,
  keyCreate,
  keyList,
  keyDelete,
  keyRevoke,
  memberInvite,
  memberLink,
  memberList,
  memberRemove,
  operatorInvite,
  operatorLink,
  operatorList,
  operatorRemove,
  operatorKeyCreate,
  operatorKeyList,
  operatorKeyDelete,
  acquirerAdd,
  acquirerKinds,
  acquirerList,
  acquirerTest,
  acquirerUpdate,
  acquirerEnable,
  acquirerDisable,
  acquirerRotate,
  routeExplain,
  routeList,
  routeSet,
  auditList,
  auditExport,
  auditVerify,
  doctor,
  reconcile,
  migrate,
  databaseRoles,
  vaultRotate,
];
