import type { CodeBlock } from '../parts.ts';

/** How a shop checks what we sign, in the languages that shops are written in. Run against the samples by a test. */
export const webhookVerification: readonly CodeBlock[] = [
  {
    title: 'Node.js, with the SDK',
    language: 'js',
    code: `import { createServer } from 'node:http';
import { verifyWebhook } from '@tollgate/sdk';

createServer(async (req, res) => {
  const rawBody = Buffer.concat(await req.toArray());   // the bytes, not parsed JSON
  try {
    const event = verifyWebhook(rawBody, req.headers, process.env.WEBHOOK_SECRET);
    await remember(event);                              // yours; ignores an event.id it has seen
    res.writeHead(204).end();
  } catch {
    res.writeHead(400).end();                           // not ours: change nothing
  }
}).listen(3000);`,
  },
  {
    title: 'Node.js, without it',
    language: 'js',
    code: `import { createHmac, timingSafeEqual } from 'node:crypto';

const isGenuine = (rawBody, header, secret) => {
  const pairs = String(header ?? '').split(',').map((part) => part.trim().split('='));
  const t = pairs.find(([name]) => name === 't')?.[1] ?? '';
  if (!/^\\d{1,12}$/.test(t) || Math.abs(Date.now() / 1000 - Number(t)) > 300) return false;
  const expected = createHmac('sha256', secret).update(rawBody).update(\`.\${t}\`).digest();
  return pairs.some(([name, hex]) => {
    const given = Buffer.from(hex ?? '', 'hex');
    return name === 'v1' && given.length === expected.length && timingSafeEqual(given, expected);
  });
};`,
  },
  {
    title: 'Python',
    language: 'python',
    code: `import hashlib, hmac, re, time

def is_genuine(raw_body: bytes, header: str | None, secret: str) -> bool:
    pairs = [part.strip().partition("=") for part in (header or "").split(",")]
    t = next((value for name, _, value in pairs if name == "t"), "")
    if not re.fullmatch(r"[0-9]{1,12}", t) or abs(time.time() - int(t)) > 300:
        return False
    message = raw_body + b"." + t.encode()
    expected = hmac.new(secret.encode(), message, hashlib.sha256).hexdigest().encode()
    given = [value.encode("utf-8", "replace") for name, _, value in pairs if name == "v1"]
    return any(hmac.compare_digest(expected, value) for value in given)`,
  },
  {
    title: 'PHP',
    language: 'php',
    code: `function isGenuine(string $rawBody, string $header, string $secret): bool {
    preg_match('/(?:^|,)\\s*t=([0-9]{1,12})(?:,|$)/', $header, $found);
    $t = $found[1] ?? '0';
    if (abs(time() - (int) $t) > 300) return false;
    $expected = hash_hmac('sha256', $rawBody . '.' . $t, $secret);
    preg_match_all('/(?:^|,)\\s*v1=([0-9a-f]{64})(?=,|$)/', $header, $given);
    foreach ($given[1] as $value) {
        if (hash_equals($expected, $value)) return true;
    }
    return false;
}

$isOurs = isGenuine(file_get_contents('php://input'), $_SERVER['HTTP_X_SIGNATURE'] ?? '', getenv('WEBHOOK_SECRET'));`,
  },
];

export const returnVerification: readonly CodeBlock[] = [
  {
    title: 'Node.js, with the SDK',
    language: 'js',
    code: `// GET /orders/1042?sessionId=ps_…&status=completed&sequence=5&t=…&sig=…
const { status, sequence } = tollgate.verifyReturn(req.url, { expectedSessionId: order.sessionId });
if (status === 'completed') showThankYou(order);`,
  },
  {
    title: 'Node.js, without it',
    language: 'js',
    code: `import { createHmac, timingSafeEqual } from 'node:crypto';

const isGenuineReturn = (query, apiKey) => {
  const { sessionId, status, sequence, t, sig } = Object.fromEntries(query);
  const returnKey = createHmac('sha256', apiKey).update('tollgate return v1').digest();
  const message = \`\${sessionId}.\${status}.\${sequence}.\${t}\`;
  const expected = createHmac('sha256', returnKey).update(message).digest();
  const given = Buffer.from(sig ?? '', 'hex');
  return given.length === expected.length && timingSafeEqual(given, expected);
};`,
  },
  {
    title: 'Python',
    language: 'python',
    code: `import hashlib, hmac

def is_genuine_return(query: dict, api_key: str) -> bool:
    values = [query.get(name) or "" for name in ("sessionId", "status", "sequence", "t")]
    return_key = hmac.new(api_key.encode(), b"tollgate return v1", hashlib.sha256).digest()
    expected = hmac.new(return_key, ".".join(values).encode("utf-8", "replace"), hashlib.sha256).hexdigest()
    return hmac.compare_digest(expected.encode(), (query.get("sig") or "").encode("utf-8", "replace"))`,
  },
  {
    title: 'PHP',
    language: 'php',
    code: `function isGenuineReturn(array $query, string $apiKey): bool {
    $returnKey = hash_hmac('sha256', 'tollgate return v1', $apiKey, true);   // raw bytes
    $values = array_map(fn ($name) => (string) ($query[$name] ?? ''), ['sessionId', 'status', 'sequence', 't']);
    return hash_equals(hash_hmac('sha256', implode('.', $values), $returnKey), (string) ($query['sig'] ?? ''));
}`,
  },
];
