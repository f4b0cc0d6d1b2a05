/**
 * Generated from docs/openapi.json by scripts/generate-sdk-types.ts: change the document, not this file.
 */

export interface paths {
    readonly "/sessions": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List sessions
         * @description Newest first. Needs the scope `sessions:read`.
         */
        readonly get: operations["listSessions"];
        readonly put?: never;
        /**
         * Create a session
         * @description Asks the gateway to collect an amount. Send your customer to the `paymentUrl` of the answer. Needs the scope `sessions:write`.
         */
        readonly post: operations["createSession"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/sessions/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Retrieve a session
         * @description Needs the scope `sessions:read`.
         */
        readonly get: operations["retrieveSession"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/sessions/{id}/expire": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Expire a session
         * @description Ends an open session, so that it cannot be paid any more. A session that is being paid, or is over, answers 409. Needs the scope `sessions:write`.
         */
        readonly post: operations["expireSession"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/payments": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List payments
         * @description Newest first. Needs the scope `payments:read`.
         */
        readonly get: operations["listPayments"];
        readonly put?: never;
        /**
         * Create a payment
         * @description Pays without the payment page. A decline is an answer, not an error: look at `status` and `lastError`. An `amount` of 0 checks the card, and takes nothing: `succeeded` says that its issuer knows it and lets it be used. With `setupFutureUsage` it is stored. An acquirer that cannot do that: 409 `not_supported`. Needs the scope `payments:write`.
         */
        readonly post: operations["createPayment"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/payments/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Retrieve a payment
         * @description Needs the scope `payments:read`.
         */
        readonly get: operations["retrievePayment"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/payments/{id}/capture": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Capture a payment
         * @description Takes money that was authorized: all of it, or part of it, in one or several captures. Needs the scope `payments:write`.
         */
        readonly post: operations["capturePayment"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/payments/{id}/cancel": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Cancel a payment
         * @description Gives up a payment. An authorization is voided at the acquirer, and the payment is `canceled`. Of a payment that was captured in part the rest is released: it is `succeeded` with what was captured. A capture under way comes first: 409. Needs the scope `payments:write`.
         */
        readonly post: operations["cancelPayment"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/payments/{id}/increment": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Authorize more
         * @description Adds to an authorization that waits for its capture, such as for nights that a guest stays on. Once the acquirer has said yes, `amount` and `amountCapturable` are larger, and `payment.incremented` tells it; while it is asked, nothing is captured or canceled (409). A refusal is an answer, not an error: look at `lastError`. An acquirer that cannot do it: 409 `not_supported`. Needs the scope `payments:write`.
         */
        readonly post: operations["incrementPayment"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/payments/{id}/attempts": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List the attempts of a payment
         * @description Each time that an acquirer was asked: which account and why, what it said, and by which references it knows the payment. Where one had no answer and the next took over there are two for one try of the customer. Needs the scope `payments:read`.
         */
        readonly get: operations["listPaymentAttempts"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/refunds": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List refunds
         * @description Newest first. Needs the scope `refunds:read`.
         */
        readonly get: operations["listRefunds"];
        readonly put?: never;
        /**
         * Create a refund
         * @description Pays back all or part of what was captured. Several refunds together never pass what was captured. Needs the scope `refunds:write`.
         */
        readonly post: operations["createRefund"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/refunds/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Retrieve a refund
         * @description Needs the scope `refunds:read`.
         */
        readonly get: operations["retrieveRefund"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/payment-methods/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Retrieve a stored card
         * @description Needs the scope `payment-methods:read`.
         */
        readonly get: operations["retrievePaymentMethod"];
        readonly put?: never;
        readonly post?: never;
        /**
         * Delete a stored card
         * @description The card number is erased at once. Deleting it again gives the same answer. Needs the scope `payment-methods:write`.
         */
        readonly delete: operations["deletePaymentMethod"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/payment-methods": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List stored cards
         * @description Newest first, without deleted ones: of one customer, or of all. Needs the scope `payment-methods:read`.
         */
        readonly get: operations["listPaymentMethods"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/events/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Retrieve an event
         * @description Needs the scope `events:read`.
         */
        readonly get: operations["retrieveEvent"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/events": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List events
         * @description Everything that webhooks tell. Without `after` a list to look things up in, newest first. With `after` the feed, to follow: oldest first, in the order in which events were committed and never skipping one; `nextCursor` is always there and says where to go on, also when `data` is empty. A cursor is good for 90 days. With `after`, `limit` is 100 when left out. Needs the scope `events:read`.
         */
        readonly get: operations["listEvents"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/events/{id}/resend": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Send an event again
         * @description Posts it to your endpoints once more, whether or not they took it before. Its id stays, so a receiver that remembers ids takes it once. It stands in the audit log (`event.resent`), where a `tollgate listen` of yours finds it and forwards the event, too, unless you named an endpoint. Needs the scope `events:write`.
         */
        readonly post: operations["resendEvent"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/webhook-endpoints": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List webhook endpoints
         * @description Needs the scope `webhook-endpoints:read`.
         */
        readonly get: operations["listWebhookEndpoints"];
        readonly put?: never;
        /**
         * Create a webhook endpoint
         * @description From now on the events you name are posted to this address, signed, in the version of this request. Needs the scope `webhook-endpoints:write`.
         */
        readonly post: operations["createWebhookEndpoint"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/webhook-endpoints/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Retrieve a webhook endpoint
         * @description Needs the scope `webhook-endpoints:read`.
         */
        readonly get: operations["retrieveWebhookEndpoint"];
        readonly put?: never;
        readonly post?: never;
        /**
         * Delete a webhook endpoint
         * @description What still waits to be delivered to it is given up; events can be read from `GET /events`. Needs the scope `webhook-endpoints:write`.
         */
        readonly delete: operations["deleteWebhookEndpoint"];
        readonly options?: never;
        readonly head?: never;
        /**
         * Change a webhook endpoint
         * @description Fields that are left out stay as they are. Needs the scope `webhook-endpoints:write`.
         */
        readonly patch: operations["changeWebhookEndpoint"];
        readonly trace?: never;
    };
    readonly "/webhook-endpoints/{id}/test": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Test a webhook endpoint
         * @description Sends a `webhookEndpoint.test` to this endpoint alone, signed like every event, and answers with it. What became of it is among the deliveries. Needs the scope `webhook-endpoints:write`.
         */
        readonly post: operations["testWebhookEndpoint"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/webhook-endpoints/{id}/deliveries": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List deliveries to a webhook endpoint
         * @description What was posted, when, and what came back, newest event first. Needs the scope `webhook-endpoints:read`.
         */
        readonly get: operations["listWebhookDeliveries"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/webhook-endpoints/{id}/rotate-secret": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Rotate the secret of a webhook endpoint
         * @description With `rotation: both` every delivery has two signatures for `overlapHours`, the new one first: a receiver that checks all of them may switch at any moment. With `rotation: switchAt` it has one: before `switchAt` that of the secret in force, from then on that of the new one, judged by the `t` of the signature. A rotation takes the place of one that is planned. After a leak send `overlapHours: 0`: the old secret signs nothing any more. Needs the scope `webhook-endpoints:write`.
         */
        readonly post: operations["rotateWebhookSecret"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/webhook-endpoints/{id}/cancel-secret-switch": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Cancel a planned switch of the secret
         * @description The secret in force stays, and the one that was to come is forgotten. Possible until 30 seconds before the moment. Needs the scope `webhook-endpoints:write`.
         */
        readonly post: operations["cancelWebhookSecretSwitch"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/webhook-endpoints/{id}/rotate-signing-key": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Rotate the ed25519 key of a webhook endpoint
         * @description For `overlapHours` every delivery has two `v1a` signatures, the new one first, and both keys are published. After a leak send 0. Needs the scope `webhook-endpoints:write`.
         */
        readonly post: operations["rotateWebhookSigningKey"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/webhook-endpoints/{id}/replay": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Send the events of a stretch of time again
         * @description Posts them to this endpoint once more, under their ids and in their order, some at a time, so that what happens meanwhile is not held up. One replay to an endpoint runs at a time. Needs the scope `webhook-endpoints:write`.
         */
        readonly post: operations["replayToWebhookEndpoint"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/webhook-endpoints/{id}/replays": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List replays to a webhook endpoint
         * @description Needs the scope `webhook-endpoints:read`.
         */
        readonly get: operations["listWebhookReplays"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/webhook-endpoints/{id}/replays/{replayId}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Retrieve a replay
         * @description How far it is. Needs the scope `webhook-endpoints:read`.
         */
        readonly get: operations["retrieveWebhookReplay"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/webhook-endpoints/{id}/replays/{replayId}/cancel": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Cancel a replay
         * @description Nothing more is put on its way; what is on its way already arrives. Needs the scope `webhook-endpoints:write`.
         */
        readonly post: operations["cancelWebhookReplay"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/deliveries": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List deliveries
         * @description What was posted to any of your endpoints, when, and what came back; newest event first. A page may be short although more follow: `hasMore` says so. Needs the scope `webhook-endpoints:read`.
         */
        readonly get: operations["listDeliveries"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/webhook-endpoints/{id}/faults": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Retrieve the faults of a webhook endpoint
         * @description Sandbox only. Those that are over are gone; `next` says how many are left. Needs the scope `webhook-endpoints:read`.
         */
        readonly get: operations["retrieveWebhookFaults"];
        /**
         * Set the faults of a webhook endpoint
         * @description Sandbox only. From now on deliveries to this endpoint are held back (`delay`), lost (`drop`), sent twice (`duplicate`), sent before an earlier one of their session (`reorder`) or signed with a wrong key (`wrongSignature`): the `next` so many, or `percent` of them by chance. Kinds that are not named end. Each try in the log of deliveries says which `faults` it had. Needs the scope `webhook-endpoints:write`.
         */
        readonly put: operations["setWebhookFaults"];
        readonly post?: never;
        /**
         * End the faults of a webhook endpoint
         * @description Sandbox only. Deliveries are again what they are in live mode. Needs the scope `webhook-endpoints:write`.
         */
        readonly delete: operations["clearWebhookFaults"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api-keys": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List API keys
         * @description Needs the scope `api-keys:read`.
         */
        readonly get: operations["listApiKeys"];
        readonly put?: never;
        /**
         * Create an API key
         * @description To rotate keys: create a new one, run both, delete the old one. A key makes no stronger one: what is left out is as it is for the key you call with. Needs the scope `api-keys:write`.
         */
        readonly post: operations["createApiKey"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api-keys/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        readonly post?: never;
        /**
         * Delete an API key
         * @description The key is dead on every machine of the gateway within five seconds, and at once on the one that answers. The key you call with cannot delete itself, nor one that may do more. Needs the scope `api-keys:write`.
         */
        readonly delete: operations["deleteApiKey"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/acquirer-accounts": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List acquirer accounts
         * @description All of them, in the order in which they are asked where no rule says otherwise. Needs the scope `acquirer-accounts:read`.
         */
        readonly get: operations["listAcquirerAccounts"];
        readonly put?: never;
        /**
         * Set an acquirer account up
         * @description From now on payments go there, when it takes their currency and card. The credentials are tried out by a call that changes nothing at the acquirer; if that fails, nothing is saved. Needs the scope `acquirer-accounts:write`.
         */
        readonly post: operations["createAcquirerAccount"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/acquirer-accounts/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Retrieve an acquirer account
         * @description With whether it answers. Credentials are never shown again. Needs the scope `acquirer-accounts:read`.
         */
        readonly get: operations["retrieveAcquirerAccount"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        /**
         * Change an acquirer account
         * @description Its name, whether it takes new payments, which, in which order, and its settings, which are tried out first. What is left out stays. Settings that say whose books these are never change: payments made before would not be found any more. Credentials change by rotating them. Needs the scope `acquirer-accounts:write`.
         */
        readonly patch: operations["updateAcquirerAccount"];
        readonly trace?: never;
    };
    readonly "/acquirer-accounts/{id}/rotate": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Give an acquirer account new credentials
         * @description They are tried out first. Notifications signed with those before are believed for a while. Needs the scope `acquirer-accounts:write`.
         */
        readonly post: operations["rotateAcquirerAccount"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/acquirer-accounts/{id}/test": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Try an acquirer account out
         * @description By a call that changes nothing at the acquirer. Needs the scope `acquirer-accounts:write`.
         */
        readonly post: operations["testAcquirerAccount"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/acquirer-accounts/{id}/notifications": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List what an acquirer has sent
         * @description Newest first; kept for 90 days. Needs the scope `acquirer-accounts:read`.
         */
        readonly get: operations["listAcquirerNotifications"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/acquirer-accounts/{id}/notifications/replay": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Apply what an acquirer has sent once more
         * @description From what is stored: as after a mistake of ours. What was applied before changes nothing again. Needs the scope `acquirer-accounts:write`.
         */
        readonly post: operations["replayAcquirerNotifications"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/acquirer-rules": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Retrieve the rules of where payments go
         * @description The first rule that fits decides. Where none fits, accounts are asked by their priority. Needs the scope `acquirer-accounts:read`.
         */
        readonly get: operations["retrieveAcquirerRules"];
        /**
         * Replace the rules of where payments go
         * @description All of them at once, since a rule means what those before it leave to it. Try them out with `POST /acquirer-rules/explain`. They hold from now on, in other processes within some seconds; payments that have begun go on where they are. Needs the scope `acquirer-accounts:write`.
         */
        readonly put: operations["replaceAcquirerRules"];
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/acquirer-rules/explain": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Explain where a payment would go
         * @description Which rule decides, who is asked in which order, and who is not and why. Nothing is paid. Needs the scope `acquirer-accounts:read`.
         */
        readonly post: operations["explainAcquirerRoute"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/members": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List people
         * @description Whoever was invited last comes first. Needs the scope `members:read`.
         */
        readonly get: operations["listMembers"];
        readonly put?: never;
        /**
         * Invite a person
         * @description The answer has a link by which the person chooses a password, once within a week. Whoever was invited before and did not come gets a new link, and the old one is dead. Needs the scope `members:write`.
         */
        readonly post: operations["inviteMember"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/members/{id}/password-link": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Make a link for a lost password
         * @description Whoever opens it chooses password and app anew, once within a day, and is signed out elsewhere. Until then the password of before goes on. Needs the scope `members:write`.
         */
        readonly post: operations["createMemberLink"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/members/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Retrieve a person
         * @description Needs the scope `members:read`.
         */
        readonly get: operations["retrieveMember"];
        readonly put?: never;
        readonly post?: never;
        /**
         * Remove a person
         * @description The person is signed out at once. What they did stays in the audit log. Needs the scope `members:write`.
         */
        readonly delete: operations["removeMember"];
        readonly options?: never;
        readonly head?: never;
        /**
         * Change what a person may do
         * @description From the next page that the person opens. Needs the scope `members:write`.
         */
        readonly patch: operations["changeMember"];
        readonly trace?: never;
    };
    readonly "/members/{id}/end-sessions": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Sign a person out everywhere
         * @description Needs the scope `members:write`.
         */
        readonly post: operations["endMemberSessions"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/audit-log": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List the audit log
         * @description Who did what, from where, with which key, newest first. Acts are sealed into a chain, so that whoever operates the gateway can show that none was changed or removed. Needs the scope `audit-log:read`.
         */
        readonly get: operations["listAuditLog"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/request-log": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List requests
         * @description What your servers asked this API for, newest first, for 30 days. A request is here about a second after its answer; under great load some are left out. A page may be short although more follow: `hasMore` says so. Needs the scope `request-log:read`.
         */
        readonly get: operations["listRequestLog"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/request-log/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Retrieve a request
         * @description With both bodies: without card data, secrets and the addresses of payment pages, and cut after 4 KB. Of fields that the API does not know, only the names are kept. Needs the scope `request-log:read`.
         */
        readonly get: operations["retrieveRequest"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/exports/{list}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Export a list
         * @description All rows of a list, newest first, as a file that is made while you read it: of a card brand, BIN and last four digits, never more. The key also needs the scope of the list itself. An export that breaks off has no last chunk, which HTTP libraries report as an error: take no part of it for the whole. At most two at a time. Needs the scope `exports:read`.
         */
        readonly get: operations["exportList"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/figures": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Retrieve figures
         * @description Payments and sessions count where they were made, refunds where they were asked for: a payment that is captured or canceled later changes the figures of its day. Each is counted once, by how it ended. Needs the scope `figures:read`.
         */
        readonly get: operations["retrieveFigures"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/figures/payments": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List the payments behind a figure
         * @description Those that a figure counts, newest first. Of refunds: the payments of which something was asked back. Needs the scope `payments:read`.
         */
        readonly get: operations["listFigurePayments"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/figures/sessions": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List the sessions behind a figure
         * @description Those that the figure `pages` counts, newest first. Needs the scope `sessions:read`.
         */
        readonly get: operations["listFigureSessions"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/settings": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Retrieve the settings
         * @description What your account has set for all of its sessions and payments. Needs the scope `settings:read`.
         */
        readonly get: operations["retrieveSettings"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        /**
         * Change the settings
         * @description What is left out stays. Everything holds from now on, on every machine of the gateway within five seconds; sessions that exist stay as they are. Needs the scope `settings:write`.
         */
        readonly patch: operations["updateSettings"];
        readonly trace?: never;
    };
    readonly "/operator/overview": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Retrieve the overview
         * @description How the whole installation does, in figures. For the keys of operators (`tollgate operator key create`). Needs the scope `operator:read`.
         */
        readonly get: operations["retrieveOverview"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/operator/alerts": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List alerts
         * @description What is wrong with the installation, and what was in the last 90 days; 200 at most. Needs the scope `operator:read`.
         */
        readonly get: operations["listAlerts"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/operator/health": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Retrieve the health of accounts and endpoints
         * @description Acquirer accounts and webhook endpoints of all merchants, those in trouble first. Needs the scope `operator:read`.
         */
        readonly get: operations["retrieveHealth"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/operator/jobs": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List jobs
         * @description What the clock does again and again: when last, for how long, when next, and what failed. Needs the scope `operator:read`.
         */
        readonly get: operations["listJobs"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/operator/processes": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List processes
         * @description What serves, and what stopped within a day. Needs the scope `operator:read`.
         */
        readonly get: operations["listProcesses"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/operator/database": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Retrieve figures of the database
         * @description Its size, its connections, its migrations, and what is due in it. Needs the scope `operator:read`.
         */
        readonly get: operations["retrieveDatabase"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/operator/log-level": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        /**
         * Set the log level
         * @description Every process logs so within some seconds, for some hours; then as it was started again. Needs the scope `operator:write`.
         */
        readonly put: operations["setLogLevel"];
        readonly post?: never;
        /**
         * Log as started again
         * @description Every process logs as it was started, within some seconds. Needs the scope `operator:write`.
         */
        readonly delete: operations["clearLogLevel"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/operator/merchants": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List merchants
         * @description All of them, in the order in which they were made. Needs the scope `operator:read`.
         */
        readonly get: operations["listMerchants"];
        readonly put?: never;
        /**
         * Create a merchant
         * @description With its first API key, which is shown only now. Needs the scope `operator:write`.
         */
        readonly post: operations["createMerchant"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/operator/merchants/{id}/suspend": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Suspend a merchant
         * @description It takes no new money: nothing is paid or captured, and open pages close. Refunds, cancels, reading and webhooks go on. Needs the scope `operator:write`.
         */
        readonly post: operations["suspendMerchant"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/operator/merchants/{id}/resume": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Let a merchant go on
         * @description The suspension is over. Needs the scope `operator:write`.
         */
        readonly post: operations["resumeMerchant"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/operator/stuck-payments": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List stuck payments
         * @description Authorizations, captures, cancels and refunds that nobody knows the outcome of after a minute: what the gateway knows, what it does next, and when. Needs the scope `operator:read`.
         */
        readonly get: operations["listStuckPayments"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/operator/stuck-payments/{id}/ask": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Ask about a stuck payment now
         * @description The next question comes at once, instead of at `nextAt`. Nothing else is done, and nothing is sent twice at once. Needs the scope `operator:write`.
         */
        readonly post: operations["askAboutStuckPayment"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
}
export interface webhooks {
    readonly "session.created": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * session.created
         * @description A session was made and can be paid.
         */
        readonly post: operations["onSessionCreated"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "session.completed": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * session.completed
         * @description The session is paid, or authorized when captured by hand; it never changes again.
         */
        readonly post: operations["onSessionCompleted"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "session.expired": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * session.expired
         * @description The session ended unpaid; `expirationReason` says why.
         */
        readonly post: operations["onSessionExpired"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "payment.created": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * payment.created
         * @description The customer submitted a payment method for the first time.
         */
        readonly post: operations["onPaymentCreated"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "payment.requiresAction": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * payment.requiresAction
         * @description The cardholder must be authenticated before the payment can go on.
         */
        readonly post: operations["onPaymentRequiresAction"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "payment.requiresCapture": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * payment.requiresCapture
         * @description The amount is authorized and waits for your capture.
         */
        readonly post: operations["onPaymentRequiresCapture"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "payment.incremented": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * payment.incremented
         * @description More was authorized: `amount` and `amountCapturable` have grown by it.
         */
        readonly post: operations["onPaymentIncremented"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "payment.incrementFailed": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * payment.incrementFailed
         * @description The acquirer refused to authorize more; what was authorized before stays, and `lastError` says why.
         */
        readonly post: operations["onPaymentIncrementFailed"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "payment.funded": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * payment.funded
         * @description A capture was completed.
         */
        readonly post: operations["onPaymentFunded"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "payment.captureFailed": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * payment.captureFailed
         * @description A capture that had been completed was taken back by the acquirer; `amountCaptured` is less by it.
         */
        readonly post: operations["onPaymentCaptureFailed"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "payment.succeeded": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * payment.succeeded
         * @description The payment is done: the amount is captured.
         */
        readonly post: operations["onPaymentSucceeded"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "payment.blocked": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * payment.blocked
         * @description A try to pay was stopped by the limits against card testing, and the bank was not asked; `lastError` says so.
         */
        readonly post: operations["onPaymentBlocked"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "payment.failed": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * payment.failed
         * @description The payment failed and cannot be tried again.
         */
        readonly post: operations["onPaymentFailed"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "payment.canceled": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * payment.canceled
         * @description The payment was canceled before anything was captured.
         */
        readonly post: operations["onPaymentCanceled"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "refund.created": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * refund.created
         * @description A refund was asked for and is on its way.
         */
        readonly post: operations["onRefundCreated"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "refund.succeeded": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * refund.succeeded
         * @description The acquirer accepted the refund.
         */
        readonly post: operations["onRefundSucceeded"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "refund.failed": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * refund.failed
         * @description The acquirer refused the refund; the amount can be refunded again.
         */
        readonly post: operations["onRefundFailed"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "paymentMethod.created": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * paymentMethod.created
         * @description A card was stored for a customer of yours.
         */
        readonly post: operations["onPaymentMethodCreated"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "paymentMethod.deleted": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * paymentMethod.deleted
         * @description A stored card was deleted and cannot be used any more.
         */
        readonly post: operations["onPaymentMethodDeleted"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "webhookEndpoint.failing": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * webhookEndpoint.failing
         * @description An endpoint has not taken a single event for three days; we keep trying.
         */
        readonly post: operations["onWebhookEndpointFailing"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "webhookEndpoint.disabled": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * webhookEndpoint.disabled
         * @description An endpoint answered 410 Gone and gets no events until you enable it again.
         */
        readonly post: operations["onWebhookEndpointDisabled"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "webhookEndpoint.test": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * webhookEndpoint.test
         * @description You asked for a test of this endpoint. Only it hears this, whatever it subscribes to.
         */
        readonly post: operations["onWebhookEndpointTest"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
}
export interface components {
    schemas: {
        /** @description Where payments of the merchant go. Its secrets are never shown. */
        readonly AcquirerAccount: {
            /**
             * @description Unique id of the account.
             * @example aa_2EiTbKc3vL6kQ8mWzR5yN1pXsJ7hG4dF9aUoB2tVxYqZ8wMnC6eL3r
             */
            readonly id: string;
            /** @description The cards that it takes; null: all. */
            readonly brands: readonly string[] | null;
            /**
             * @description What kind of acquirer it is.
             * @example iso8583
             */
            readonly connector: string;
            /**
             * Format: date-time
             * @description When it was set up.
             * @example 2024-03-28T08:26:37Z
             */
            readonly created: string;
            /** @description The currencies that it takes; null: all. */
            readonly currencies: readonly string[] | null;
            /** @description Off: nothing new goes there. What was authorized there is captured, refunded and asked about there all the same. */
            readonly enabled: boolean;
            readonly health?: components["schemas"]["AcquirerAccountHealth"];
            /** @description When nothing new goes there; null: no such time is known. */
            readonly maintenance: components["schemas"]["AcquirerAccountMaintenance"] | null;
            /** @description What you call it. */
            readonly name: string;
            /** @description Where the acquirer sends its notifications: set it up there, if it sends any. */
            readonly notificationUrl: string;
            /**
             * Format: int64
             * @description The lowest is asked first, where no rule says otherwise.
             */
            readonly priority: number;
            /** @description What the connector needs besides its secrets. */
            readonly settings: {
                readonly [key: string]: string;
            };
        };
        /** @description What is to be changed; the rest stays. */
        readonly AcquirerAccountChange: {
            /**
             * @description For people, unique for the merchant.
             * @example Our bank
             */
            readonly name?: string;
            /** @description Those that change; null takes one away. They are tried out first, with the credentials as they are. */
            readonly settings?: {
                readonly [key: string]: string | null;
            };
            /** @description Whether new payments go there. */
            readonly enabled?: boolean;
            /**
             * @description The lowest is asked first, where no rule says otherwise. 100 when left out.
             * @example 100
             */
            readonly priority?: number;
            /** @description Only payments in these; null: any. */
            readonly currencies?: readonly string[] | null;
            /** @description Only these cards; null: any. */
            readonly brands?: readonly ("visa" | "mastercard" | "amex" | "discover" | "diners" | "jcb" | "unionpay" | "mir" | "maestro")[] | null;
            /** @description When nothing new goes there; null: no such time. */
            readonly maintenance?: components["schemas"]["AcquirerAccountChangeMaintenance"] | null;
        };
        /** @description A time when nothing new goes there. */
        readonly AcquirerAccountChangeMaintenance: {
            /**
             * Format: date-time
             * @description Nothing new goes there from then on.
             */
            readonly from: string;
            /**
             * Format: date-time
             * @description And again from then on.
             */
            readonly until: string;
        };
        /** @description A new account, as its kind of connector asks for it. */
        readonly AcquirerAccountCreate: {
            /**
             * @description For people, unique for the merchant.
             * @example Our bank
             */
            readonly name: string;
            /**
             * @description What kind of acquirer it is.
             * @example iso8583
             */
            readonly connector: string;
            /** @description What the connector needs besides its secrets. */
            readonly settings: {
                readonly [key: string]: string;
            };
            /** @description Credentials. They are tried out, sealed, and never shown again. */
            readonly secrets: {
                readonly [key: string]: string;
            };
            /**
             * @description The lowest is asked first, where no rule says otherwise. 100 when left out.
             * @example 100
             */
            readonly priority?: number;
            /** @description Only payments in these. */
            readonly currencies?: readonly string[];
            /** @description Only these cards. */
            readonly brands?: readonly ("visa" | "mastercard" | "amex" | "discover" | "diners" | "jcb" | "unionpay" | "mir" | "maestro")[];
        };
        /** @description Whether it answers. Not known, so not there, where the account was just changed. */
        readonly AcquirerAccountHealth: {
            /**
             * Format: int64
             * @description How often it failed, in a row.
             */
            readonly failures: number;
            /** @description Null: it is not out of order. */
            readonly openUntil: string | null;
            /**
             * @description `closed`: in order. `open`: out of order, asked after all others. `halfOpen`: it was out of order, and one payment at a time tries it out.
             * @enum {string}
             */
            readonly status: "closed" | "open" | "halfOpen";
        };
        /** @description All accounts, in the order in which they are asked. */
        readonly AcquirerAccountList: {
            /** @description Newest first. */
            readonly data: readonly components["schemas"]["AcquirerAccount"][];
            /** @description There is another page: `nextCursor` leads to it. */
            readonly hasMore: boolean;
            /** @description Send it as `cursor` to get what follows; null at the end. */
            readonly nextCursor: string | null;
        };
        /** @description A time when nothing new goes there. */
        readonly AcquirerAccountMaintenance: {
            /**
             * Format: date-time
             * @description From when on.
             * @example 2024-03-28T08:26:37Z
             */
            readonly from: string;
            /**
             * Format: date-time
             * @description Until when.
             * @example 2024-03-28T08:26:37Z
             */
            readonly until: string;
        };
        /** @description New credentials. */
        readonly AcquirerAccountRotate: {
            /** @description All credentials of the account, new. They are tried out first. */
            readonly secrets: {
                readonly [key: string]: string;
            };
            /** @description How long notifications signed with the secret before are still believed. 24 when left out. */
            readonly overlapHours?: number;
        };
        /** @description Whether the acquirer let us in. */
        readonly AcquirerAccountTest: {
            /** @description A sentence for people. */
            readonly detail: string;
            /** @description Whether the acquirer let us in. */
            readonly works: boolean;
        };
        /** @description Something that an acquirer told by itself. */
        readonly AcquirerNotification: {
            /** @description The acquirer's id of it. */
            readonly id: string;
            /**
             * Format: date-time
             * @description When it was applied.
             * @example 2024-03-28T08:26:37Z
             */
            readonly applied?: string;
            /** @description What it says, in the acquirer's words; nothing of a card but its last digits. */
            readonly details: {
                readonly [key: string]: string;
            };
            /**
             * Format: date-time
             * @description When it came first.
             * @example 2024-03-28T08:26:37Z
             */
            readonly received: string;
            /** @description The attempt or operation that it names, as the acquirer knows it. */
            readonly reference?: string;
            /**
             * @description `received`: it is yet to be applied; `applied`: it ended something that waited for it; `redundant`: what it says was known; `unknown`: it names nothing of ours; `ignored`: it moves nothing; `refused`: it cannot be true of what is stored: a person has to look
             * @enum {string}
             */
            readonly status: "received" | "applied" | "redundant" | "unknown" | "ignored" | "refused";
            /**
             * Format: int64
             * @description How often it came.
             */
            readonly timesReceived: number;
            /**
             * @description The acquirer's word for it.
             * @example CAPTURE_FAILED
             */
            readonly type: string;
        };
        /** @description A page of what an acquirer has sent. */
        readonly AcquirerNotificationList: {
            /** @description Newest first. */
            readonly data: readonly components["schemas"]["AcquirerNotification"][];
            /** @description There is another page: `nextCursor` leads to it. */
            readonly hasMore: boolean;
            /** @description Send it as `cursor` to get what follows; null at the end. */
            readonly nextCursor: string | null;
        };
        /** @description What to apply once more. */
        readonly AcquirerNotificationReplay: {
            /** @description Only these, by the acquirer's ids. */
            readonly ids?: readonly string[];
            /** @description Only these; left out: `unknown` and `refused`. */
            readonly statuses?: readonly ("received" | "applied" | "redundant" | "unknown" | "ignored" | "refused")[];
        };
        /** @description How many are applied once more. */
        readonly AcquirerNotificationsReplayed: {
            /**
             * Format: int64
             * @description How many will be applied again, within seconds.
             */
            readonly count: number;
        };
        /** @description Where a payment would go, and why. */
        readonly AcquirerRoute: {
            /** @description Accounts that are not asked, and why. */
            readonly leftOut: readonly components["schemas"]["AcquirerRouteLeftOut"][];
            /** @description Who is asked, the first first; where a rule shares payments out, the likeliest. */
            readonly order: readonly components["schemas"]["AcquirerRouteOrder"][];
            /** @description Rules before the one that decides. */
            readonly passedOver: readonly components["schemas"]["AcquirerRoutePassedOver"][];
            /** @description The rule that decides; null: none fits, and accounts are asked by their priority. */
            readonly rule: string | null;
            /** @description A sentence for people. */
            readonly summary: string;
        };
        /** @description A payment to be explained. */
        readonly AcquirerRouteExplain: {
            /**
             * Format: int64
             * @description Minor units.
             * @example 10000
             */
            readonly amount: number;
            /**
             * @description ISO 4217 letters. From version 2023-11-15 answered in upper case.
             * @example EUR
             */
            readonly currency: string;
            /**
             * @description The first 6 to 8 digits.
             * @example 424242
             */
            readonly cardBin: string;
            /**
             * @description The scheme of the card: `visa`, `mastercard`, …; `unknown` when its number begins like none that we know.
             * @enum {string}
             */
            readonly brand?: "visa" | "mastercard" | "amex" | "discover" | "diners" | "jcb" | "unionpay" | "mir" | "maestro" | "unknown";
            /**
             * @description Who pays: a customer who is there, or the merchant with a stored card.
             * @enum {string}
             */
            readonly initiator?: "customer" | "merchant";
            /**
             * @description Up to 50 keys of your own (40 characters) with text (500 characters), also of several lines. Comes back unchanged; never card numbers. A key with null is left out.
             * @example {
             *       "cart": "c-1042"
             *     }
             */
            readonly metadata?: {
                readonly [key: string]: string;
            };
        };
        /** @description An account that is not asked. */
        readonly AcquirerRouteLeftOut: {
            /** @description Id of an account (`aa_…`). */
            readonly account: string;
            /** @description The name of the account. */
            readonly name: string;
            /** @description What kind of acquirer it is. */
            readonly connector: string;
            /** @description `off`, `maintenance`, `currency`, `brand`: it does not take the payment. `notInRule`: the rule does not name it. */
            readonly why: string;
        };
        /** @description An account that is asked. */
        readonly AcquirerRouteOrder: {
            /** @description Id of an account (`aa_…`). */
            readonly account: string;
            /** @description The name of the account. */
            readonly name: string;
            /** @description What kind of acquirer it is. */
            readonly connector: string;
            /**
             * @description `ok`, or what is wrong with the endpoint.
             * @enum {string}
             */
            readonly health: "closed" | "open" | "halfOpen";
            /** @description Its share beside those of the others; null: no rule fits. */
            readonly weight: number | null;
            /** @description `first`, `weight`, `next`, `outOfOrder` (those before it are), `trial` (it was, and this would try it out), `lastResort` (it is, and nobody else takes the payment). */
            readonly why: string;
        };
        /** @description A rule that does not decide. */
        readonly AcquirerRoutePassedOver: {
            /** @description The name of the rule. */
            readonly rule: string;
            /**
             * @description `off`, or the condition that does not fit.
             * @example currencies
             */
            readonly why: string;
        };
        /** @description Which payments go to which accounts. */
        readonly AcquirerRule: {
            /**
             * @description For people, unique in the list: attempts name it.
             * @example Large sums to our bank
             */
            readonly name: string;
            /** @description Off: passed over. */
            readonly enabled: boolean;
            readonly when: components["schemas"]["AcquirerRuleConditions"];
            /** @description Where such a payment goes, and where else when the first is out of order. To no other account. */
            readonly accounts: readonly components["schemas"]["AcquirerRuleAccount"][];
        };
        /** @description An account with its share. */
        readonly AcquirerRuleAccount: {
            /** @description Id of an account (`aa_…`). */
            readonly account: string;
            /** @description Its share of the payments, beside those of the others. 0: only when the others do not take it. */
            readonly weight: number;
        };
        /** @description An account with its share. */
        readonly AcquirerRuleAccountReplace: {
            /** @description Id of an account (`aa_…`). */
            readonly account: string;
            /** @description Its share of the payments, beside those of the others. 0: only when the others do not take it. */
            readonly weight: number;
        };
        /** @description What a payment must be. Left out: anything. All that is said must fit. */
        readonly AcquirerRuleConditions: {
            /** @description One of these. */
            readonly currencies?: readonly string[];
            /** @description One of these. */
            readonly brands?: readonly ("visa" | "mastercard" | "amex" | "discover" | "diners" | "jcb" | "unionpay" | "mir" | "maestro" | "unknown")[];
            /**
             * Format: int64
             * @description So much or more, in minor units. Needs `currencies`, whose minor units they are.
             * @example 100000
             */
            readonly amountFrom?: number;
            /**
             * Format: int64
             * @description So much or less. Needs `currencies`.
             * @example 100000
             */
            readonly amountTo?: number;
            /** @description The card begins with one of these. */
            readonly cardBins?: readonly string[];
            /**
             * @description Who pays: a customer who is there, or the merchant with a stored card.
             * @enum {string}
             */
            readonly initiator?: "customer" | "merchant";
            /**
             * @description Up to 50 keys of your own (40 characters) with text (500 characters), also of several lines. Comes back unchanged; never card numbers. A key with null is left out.
             * @example {
             *       "cart": "c-1042"
             *     }
             */
            readonly metadata?: {
                readonly [key: string]: string;
            };
        };
        /** @description What a payment must be. Left out: anything. All that is said must fit. */
        readonly AcquirerRuleConditionsReplace: {
            /** @description One of these. */
            readonly currencies?: readonly string[];
            /** @description One of these. */
            readonly brands?: readonly ("visa" | "mastercard" | "amex" | "discover" | "diners" | "jcb" | "unionpay" | "mir" | "maestro" | "unknown")[];
            /**
             * Format: int64
             * @description So much or more, in minor units. Needs `currencies`, whose minor units they are.
             * @example 100000
             */
            readonly amountFrom?: number;
            /**
             * Format: int64
             * @description So much or less. Needs `currencies`.
             * @example 100000
             */
            readonly amountTo?: number;
            /** @description The card begins with one of these. */
            readonly cardBins?: readonly string[];
            /**
             * @description Who pays: a customer who is there, or the merchant with a stored card.
             * @enum {string}
             */
            readonly initiator?: "customer" | "merchant";
            /**
             * @description Up to 50 keys of your own (40 characters) with text (500 characters), also of several lines. Comes back unchanged; never card numbers. A key with null is left out.
             * @example {
             *       "cart": "c-1042"
             *     }
             */
            readonly metadata?: {
                readonly [key: string]: string;
            };
        };
        /** @description Which payments go to which accounts. */
        readonly AcquirerRuleReplace: {
            /**
             * @description For people, unique in the list: attempts name it.
             * @example Large sums to our bank
             */
            readonly name: string;
            /** @description Off: passed over. */
            readonly enabled: boolean;
            readonly when: components["schemas"]["AcquirerRuleConditionsReplace"];
            /** @description Where such a payment goes, and where else when the first is out of order. To no other account. */
            readonly accounts: readonly components["schemas"]["AcquirerRuleAccountReplace"][];
        };
        /** @description All rules in their order; the first that fits decides. */
        readonly AcquirerRules: {
            /** @description In this order: the first that fits decides. */
            readonly rules: readonly components["schemas"]["AcquirerRule"][];
            /** @description Of the list as it was read; 0: there was never one. Another one meanwhile: 409. */
            readonly version: number;
        };
        /** @description All rules as they shall be. */
        readonly AcquirerRulesReplace: {
            /** @description In this order: the first that fits decides. */
            readonly rules: readonly components["schemas"]["AcquirerRuleReplace"][];
            /** @description Of the list as it was read; 0: there was never one. Another one meanwhile: 409. */
            readonly version: number;
        };
        /** @description Something that is wrong with the installation, or was. */
        readonly Alert: {
            /**
             * @description Unique id.
             * @example al_2EiTbKc3vL6kQ8mWzR5yN1pXsJ7hG4dF9aUoB2tVxYqZ8wMnC6eL3r
             */
            readonly id: string;
            /**
             * Format: date-time
             * @description When it was found to be wrong.
             * @example 2024-03-28T08:26:37Z
             */
            readonly began: string;
            /** @description When it was over; null: it is not. */
            readonly ended: string | null;
            /** @description The rule that found it. */
            readonly rule: string;
            /** @description What is wrong, for people. */
            readonly words: string;
        };
        /** @description What is wrong, and what was. */
        readonly AlertList: {
            /** @description Those that are not over first, then the latest. */
            readonly data: readonly components["schemas"]["Alert"][];
        };
        /** @description A key of your account, without the key itself. */
        readonly ApiKey: {
            /**
             * @description Unique id of the key (not the key itself).
             * @example ak_2EiTbKc3vL6kQ8mWzR5yN1pXsJ7hG4dF9aUoB2tVxYqZ8wMnC6eL3r
             */
            readonly id: string;
            /** @description The addresses from which it may be used; null: from everywhere. */
            readonly allowedAddresses: readonly string[] | null;
            /**
             * Format: date-time
             * @description When it was created.
             * @example 2024-03-28T08:26:37Z
             */
            readonly created: string;
            /** @description From when on it is refused; null: never. */
            readonly expiresAt: string | null;
            /** @description The last four letters, to tell keys apart. */
            readonly last4: string;
            /** @description When it was used last, to about ten minutes; null: never. */
            readonly lastUsedAt: string | null;
            /** @description What you call it. */
            readonly name: string;
            /** @description What it may do; `*` is everything. */
            readonly scopes: readonly string[];
        };
        /** @description A new key. */
        readonly ApiKeyCreate: {
            /**
             * @description What or who uses it.
             * @example shop server 2
             */
            readonly name: string;
            /** @description What it may do. Left out: what the key you call with may do. */
            readonly scopes?: readonly ("*" | "sessions:read" | "sessions:write" | "payments:read" | "payments:write" | "refunds:read" | "refunds:write" | "payment-methods:read" | "payment-methods:write" | "events:read" | "events:write" | "webhook-endpoints:read" | "webhook-endpoints:write" | "api-keys:read" | "api-keys:write" | "audit-log:read" | "request-log:read" | "exports:read" | "figures:read" | "settings:read" | "settings:write" | "members:read" | "members:write" | "acquirer-accounts:read" | "acquirer-accounts:write")[];
            /**
             * Format: date-time
             * @description From when on it is refused.
             */
            readonly expiresAt?: string;
            /** @description IP addresses, or ranges of them, from which it may be used. */
            readonly allowedAddresses?: readonly string[];
        };
        /** @description A page of keys. */
        readonly ApiKeyList: {
            /** @description Newest first. */
            readonly data: readonly components["schemas"]["ApiKey"][];
            /** @description There is another page: `nextCursor` leads to it. */
            readonly hasMore: boolean;
            /** @description Send it as `cursor` to get what follows; null at the end. */
            readonly nextCursor: string | null;
        };
        /** @description Something that was done, by whom and from where. */
        readonly AuditEntry: {
            /**
             * @description Unique id of the act.
             * @example au_2EiTbKc3vL6kQ8mWzR5yN1pXsJ7hG4dF9aUoB2tVxYqZ8wMnC6eL3r
             */
            readonly id: string;
            /** @description What was done; more will come. `acquirerAccount.created`, `acquirerAccount.changed`, `acquirerAccount.rotated`, `acquirerRules.changed`, `apiKey.created`, `apiKey.deleted`, `capture.requested`, `increment.requested`, `cancel.requested`, `refund.requested`, `refund.approvalRequested`, `refund.approved`, `refund.approvalRefused`, `event.resent`, `logLevel.changed`, `list.exported`, `member.invited`, `member.joined`, `member.linked`, `member.passwordChanged`, `member.removed`, `member.reportChanged`, `member.roleChanged`, `member.sessionEnded`, `member.passkeyAdded`, `member.passkeyCopied`, `member.passkeyRemoved`, `member.signedIn`, `payment.askedAbout`, `merchant.created`, `merchant.changed`, `merchant.suspended`, `merchant.resumed`, `paymentMethod.deleted`, `session.expired`, `vault.rotationBegun`, `vault.rotationEnded`, `webhookEndpoint.created`, `webhookEndpoint.changed`, `webhookEndpoint.deleted`, `webhookEndpoint.faultsChanged`, `webhookEndpoint.secretRotated`, `webhookEndpoint.secretSwitchCanceled`, `webhookEndpoint.signingKeyRotated`, `webhookReplay.created`, `webhookReplay.canceled`, `chain.begun`. */
            readonly action: string;
            readonly actor: components["schemas"]["AuditEntryActor"];
            /** @description The IP address from which it was asked for. */
            readonly address: string | null;
            /** @description How it is since. Never secrets, never card data. */
            readonly after: Record<string, never> | null;
            /** @description How it was before. */
            readonly before: Record<string, never> | null;
            /**
             * Format: date-time
             * @description When it was done.
             * @example 2024-03-28T08:26:37Z
             */
            readonly created: string;
            /**
             * Format: int64
             * @description Its place in the sealed log, without a gap; null for some seconds, until it is sealed.
             */
            readonly number: number | null;
            /** @description Why, where somebody acted for you. */
            readonly reason: string | null;
            /** @description The `API-Request-Id` of the call. */
            readonly requestId: string | null;
            readonly subject: components["schemas"]["AuditEntrySubject"];
        };
        /** @description Who did it. */
        readonly AuditEntryActor: {
            /** @description Id of the API key or the person. */
            readonly id: string | null;
            /** @description How it is called. */
            readonly name: string | null;
            /** @description Who did it: `apiKey`, `member`, `operator` or `gateway`. */
            readonly type: string;
        };
        /** @description What it was done to. */
        readonly AuditEntrySubject: {
            /** @description Its id. */
            readonly id: string;
            /** @description What it was done to: `payment`, `apiKey`, … */
            readonly type: string;
        };
        /** @description A page of the audit log. */
        readonly AuditLog: {
            /** @description Newest first. */
            readonly data: readonly components["schemas"]["AuditEntry"][];
            /** @description There is another page: `nextCursor` leads to it. */
            readonly hasMore: boolean;
            /** @description Send it as `cursor` to get what follows; null at the end. */
            readonly nextCursor: string | null;
        };
        /** @description Where the customer lives, as you sent it. */
        readonly BillingAddress: {
            /** @description Street and number. */
            readonly line1?: string;
            /** @description Flat, floor, company. */
            readonly line2?: string;
            /** @description City. */
            readonly city?: string;
            /** @description State or region. */
            readonly state?: string;
            /** @description Postal code. */
            readonly postalCode?: string;
            /**
             * @description ISO 3166, two letters.
             * @example DE
             */
            readonly country?: string;
        };
        /** @description Where the customer lives. */
        readonly BillingAddressInput: {
            /** @description Street and number. */
            readonly line1?: string;
            /** @description Flat, floor, company. */
            readonly line2?: string;
            /** @description City. */
            readonly city?: string;
            /** @description State or region. */
            readonly state?: string;
            /** @description Postal code. */
            readonly postalCode?: string;
            /**
             * @description ISO 3166, two letters.
             * @example DE
             */
            readonly country?: string;
        };
        /** @description A card, without its number. */
        readonly Card: {
            /** @description The first digits, which name the issuer. */
            readonly bin: string;
            /**
             * @description The scheme of the card: `visa`, `mastercard`, …; `unknown` when its number begins like none that we know.
             * @example visa
             */
            readonly brand: string;
            /** @description 1 to 12. */
            readonly expiryMonth: number;
            /** @description Four digits. */
            readonly expiryYear: number;
            /**
             * @description The last four digits of the card.
             * @example 1111
             */
            readonly last4: string;
        };
        /** @description A card: `number`, `expiryMonth` and `expiryYear` for merchants that may handle card data, or `token`. */
        readonly CardInput: {
            /**
             * @description The card number, unless there is a `token`. Sending it makes your server part of the card world (PCI DSS); the payment page does not.
             * @example 4444555511113333
             */
            readonly number?: string;
            /** @description 1 to 12. */
            readonly expiryMonth?: number;
            /** @description Four digits. */
            readonly expiryYear?: number;
            /** @description The security code of the card: 3 digits, 4 with American Express. Never stored. */
            readonly cvc?: string;
            /** @description The name on the card. */
            readonly cardholderName?: string;
            /** @description The card as your app encrypted it, in place of all other fields: base64 of RSA (PKCS#1 v1.5), with the key that `GET /payment/se/keys.do` gives, over `timestamp/uuid/pan/cvv/YYYYMM/mdOrder/bindingId/cardholder/registeredFrom`. `mdOrder` is empty; for a stored card `bindingId` is its id (`pm_…`) and `pan` is empty. Accepted once, within 10 minutes. */
            readonly token?: string;
        };
        /** @description A new key, with the key itself: it is shown this once. */
        readonly CreatedApiKey: {
            /**
             * @description Unique id of the key (not the key itself).
             * @example ak_2EiTbKc3vL6kQ8mWzR5yN1pXsJ7hG4dF9aUoB2tVxYqZ8wMnC6eL3r
             */
            readonly id: string;
            /** @description The addresses from which it may be used; null: from everywhere. */
            readonly allowedAddresses: readonly string[] | null;
            /** @description The key. Shown this once; we keep only a hash of it. `tgl` (real money) or `tgs` (sandbox), 31 letters and digits, and their CRC-32 in base 62: secret scanners find it with `\btg[ls][0-9A-Za-z]{37}\b`. */
            readonly apiKey: string;
            /**
             * Format: date-time
             * @description When it was created.
             * @example 2024-03-28T08:26:37Z
             */
            readonly created: string;
            /** @description From when on it is refused; null: never. */
            readonly expiresAt: string | null;
            /** @description The last four letters, to tell keys apart. */
            readonly last4: string;
            /** @description When it was used last, to about ten minutes; null: never. */
            readonly lastUsedAt: string | null;
            /** @description What you call it. */
            readonly name: string;
            /** @description What it may do; `*` is everything. */
            readonly scopes: readonly string[];
        };
        /** @description What you know of the customer. */
        readonly CustomerDetails: {
            /**
             * @description E-mail address.
             * @example ada@example.com
             */
            readonly email?: string;
            /**
             * @description In any form that has a digit.
             * @example +49 30 1234567
             */
            readonly phone?: string;
            /**
             * @description First and last name, as the customer writes it.
             * @example Ada Lovelace
             */
            readonly fullName?: string;
            readonly billingAddress?: components["schemas"]["BillingAddress"];
        };
        /** @description What you know of the customer. */
        readonly CustomerDetailsInput: {
            /**
             * @description E-mail address.
             * @example ada@example.com
             */
            readonly email?: string;
            /**
             * @description In any form that has a digit.
             * @example +49 30 1234567
             */
            readonly phone?: string;
            /**
             * @description First and last name, as the customer writes it.
             * @example Ada Lovelace
             */
            readonly fullName?: string;
            readonly billingAddress?: components["schemas"]["BillingAddressInput"];
        };
        /** @description The key that is gone. */
        readonly DeletedApiKey: {
            /** @description Unique id. */
            readonly id: string;
            /** @description Always true. */
            readonly deleted: boolean;
        };
        /** @description The stored card that is gone. */
        readonly DeletedPaymentMethod: {
            /** @description Unique id. */
            readonly id: string;
            /** @description Always true. */
            readonly deleted: boolean;
        };
        /** @description The endpoint that is gone. */
        readonly DeletedWebhookEndpoint: {
            /** @description Unique id. */
            readonly id: string;
            /** @description Always true. */
            readonly deleted: boolean;
        };
        /** @description A page of deliveries to any endpoint. */
        readonly DeliveryList: {
            /** @description Newest first. */
            readonly data: readonly components["schemas"]["WebhookDelivery"][];
            /** @description There is another page: `nextCursor` leads to it. */
            readonly hasMore: boolean;
            /** @description Send it as `cursor` to get what follows; null at the end. */
            readonly nextCursor: string | null;
        };
        /** @description Something that happened. */
        readonly Event: {
            /**
             * @description Unique id of the event: the same one delivered twice is the same event.
             * @example ev_2FZ6i2JxCJ9Zg3YJ3Hn7VtGzBqMxTq3h4b9zLqk1nW8rXo5vY7cD2e
             */
            readonly id: string;
            /**
             * Format: date-time
             * @description When it happened.
             * @example 2024-03-28T08:26:37Z
             */
            readonly created: string;
            /** @description In the feed only: `after` this, the feed goes on behind this event. No webhook has it. */
            readonly cursor?: string;
            readonly data: components["schemas"]["EventData"];
            /**
             * Format: int64
             * @description The place of this event among those of its session.
             */
            readonly sequence: number;
            /**
             * @description Which kind it is.
             * @enum {string}
             */
            readonly type: "session.created" | "session.completed" | "session.expired" | "payment.created" | "payment.requiresAction" | "payment.requiresCapture" | "payment.incremented" | "payment.incrementFailed" | "payment.funded" | "payment.captureFailed" | "payment.succeeded" | "payment.blocked" | "payment.failed" | "payment.canceled" | "refund.created" | "refund.succeeded" | "refund.failed" | "paymentMethod.created" | "paymentMethod.deleted" | "webhookEndpoint.failing" | "webhookEndpoint.disabled" | "webhookEndpoint.test";
        };
        /** @description What the event is about. */
        readonly EventData: {
            /** @description The session, payment, … as it was at that moment. */
            readonly object: Record<string, never>;
        };
        /** @description A page of events. */
        readonly EventList: {
            /** @description Newest first. */
            readonly data: readonly components["schemas"]["Event"][];
            /** @description There is another page: `nextCursor` leads to it. */
            readonly hasMore: boolean;
            /** @description Send it as `cursor` to get what follows; null at the end. */
            readonly nextCursor: string | null;
        };
        /** @description Where to send the event once more. */
        readonly EventResend: {
            /** @description Only to this endpoint (`we_…`), whatever it subscribes to. Left out: to every enabled one that subscribes to the type by now. */
            readonly webhookEndpoint?: string;
        };
        /** @description How payments ended that went to an account. */
        readonly FigureAcquirerAccount: {
            /**
             * Format: int64
             * @description Payments whose customer left while the bank asked.
             * @example 12
             */
            readonly abandoned: number;
            /**
             * @description Id of the account (`aa_…`); null: the simulated acquirer of the sandbox.
             * @example aa_2EiTbKc3vL6kQ8mWzR5yN1pXsJ7hG4dF9aUoB2tVxYqZ8wMnC6eL3r
             */
            readonly account: string | null;
            /**
             * @description approved / (approved + declined); null: nothing was decided.
             * @example 0.9375
             */
            readonly approvalRate: number | null;
            /**
             * Format: int64
             * @description Payments that were authorized, whatever became of them later.
             * @example 12
             */
            readonly approved: number;
            /**
             * Format: int64
             * @description Payments that ended without an authorization. Of several tries the last one counts.
             * @example 12
             */
            readonly declined: number;
            readonly previous: components["schemas"]["FigureOutcomes"];
            /**
             * Format: int64
             * @description Payments that may still be tried again, or that wait for a bank; only in totals.
             * @example 12
             */
            readonly undecided: number;
        };
        /** @description How payments with cards of a brand ended. */
        readonly FigureBrand: {
            /**
             * Format: int64
             * @description Payments whose customer left while the bank asked.
             * @example 12
             */
            readonly abandoned: number;
            /**
             * @description approved / (approved + declined); null: nothing was decided.
             * @example 0.9375
             */
            readonly approvalRate: number | null;
            /**
             * Format: int64
             * @description Payments that were authorized, whatever became of them later.
             * @example 12
             */
            readonly approved: number;
            /**
             * @description Of the card tried last.
             * @example visa
             */
            readonly brand: string;
            /**
             * Format: int64
             * @description Payments that ended without an authorization. Of several tries the last one counts.
             * @example 12
             */
            readonly declined: number;
            readonly previous: components["schemas"]["FigureOutcomes"];
            /**
             * Format: int64
             * @description Payments that may still be tried again, or that wait for a bank; only in totals.
             * @example 12
             */
            readonly undecided: number;
        };
        /** @description How payments of customers in a country ended. */
        readonly FigureCountry: {
            /**
             * Format: int64
             * @description Payments whose customer left while the bank asked.
             * @example 12
             */
            readonly abandoned: number;
            /**
             * @description approved / (approved + declined); null: nothing was decided.
             * @example 0.9375
             */
            readonly approvalRate: number | null;
            /**
             * Format: int64
             * @description Payments that were authorized, whatever became of them later.
             * @example 12
             */
            readonly approved: number;
            /**
             * @description ISO 3166 letters, of the billing address that you sent; null: you sent none.
             * @example DE
             */
            readonly country: string | null;
            /**
             * Format: int64
             * @description Payments that ended without an authorization. Of several tries the last one counts.
             * @example 12
             */
            readonly declined: number;
            readonly previous: components["schemas"]["FigureOutcomes"];
            /**
             * Format: int64
             * @description Payments that may still be tried again, or that wait for a bank; only in totals.
             * @example 12
             */
            readonly undecided: number;
        };
        /** @description How many payments were declined for a reason. */
        readonly FigureDeclineReason: {
            /**
             * Format: int64
             * @description Payments that ended so.
             * @example 12
             */
            readonly count: number;
            /**
             * Format: int64
             * @description In the period before.
             * @example 12
             */
            readonly previousCount: number;
            /** @description As `declineReason` of a payment, or `code` of its `lastError`. */
            readonly reason: string;
        };
        /** @description How payments ended. */
        readonly FigureOutcomes: {
            /**
             * Format: int64
             * @description Payments whose customer left while the bank asked.
             * @example 12
             */
            readonly abandoned: number;
            /**
             * @description approved / (approved + declined); null: nothing was decided.
             * @example 0.9375
             */
            readonly approvalRate: number | null;
            /**
             * Format: int64
             * @description Payments that were authorized, whatever became of them later.
             * @example 12
             */
            readonly approved: number;
            /**
             * Format: int64
             * @description Payments that ended without an authorization. Of several tries the last one counts.
             * @example 12
             */
            readonly declined: number;
            /**
             * Format: int64
             * @description Payments that may still be tried again, or that wait for a bank; only in totals.
             * @example 12
             */
            readonly undecided: number;
        };
        /** @description What became of the sessions that were made. */
        readonly FigurePages: {
            /**
             * Format: int64
             * @description Sessions that expired unpaid, but for those that you expired.
             * @example 12
             */
            readonly abandoned: number;
            /**
             * Format: int64
             * @description Those of them at which no card was ever tried.
             * @example 12
             */
            readonly abandonedUntried: number;
            /**
             * Format: int64
             * @description Sessions that were paid or authorized.
             * @example 12
             */
            readonly completed: number;
            /**
             * Format: int64
             * @description All sessions that were made.
             * @example 12
             */
            readonly created: number;
            /**
             * Format: int64
             * @description Sessions that can still be paid.
             * @example 12
             */
            readonly open: number;
            readonly previous: components["schemas"]["FigurePagesPrevious"];
            /**
             * Format: int64
             * @description Sessions that you expired.
             * @example 12
             */
            readonly withdrawn: number;
        };
        /** @description The same of the period before. */
        readonly FigurePagesPrevious: {
            /**
             * Format: int64
             * @description Sessions that expired unpaid, but for those that you expired.
             * @example 12
             */
            readonly abandoned: number;
            /**
             * Format: int64
             * @description Those of them at which no card was ever tried.
             * @example 12
             */
            readonly abandonedUntried: number;
            /**
             * Format: int64
             * @description Sessions that were paid or authorized.
             * @example 12
             */
            readonly completed: number;
            /**
             * Format: int64
             * @description All sessions that were made.
             * @example 12
             */
            readonly created: number;
            /**
             * Format: int64
             * @description Sessions that can still be paid.
             * @example 12
             */
            readonly open: number;
            /**
             * Format: int64
             * @description Sessions that you expired.
             * @example 12
             */
            readonly withdrawn: number;
        };
        /** @description How the payments ended. */
        readonly FigurePayments: {
            /**
             * Format: int64
             * @description Payments whose customer left while the bank asked.
             * @example 12
             */
            readonly abandoned: number;
            /**
             * @description approved / (approved + declined); null: nothing was decided.
             * @example 0.9375
             */
            readonly approvalRate: number | null;
            /**
             * Format: int64
             * @description Payments that were authorized, whatever became of them later.
             * @example 12
             */
            readonly approved: number;
            /**
             * Format: int64
             * @description Payments that ended without an authorization. Of several tries the last one counts.
             * @example 12
             */
            readonly declined: number;
            readonly previous: components["schemas"]["FigureOutcomes"];
            /**
             * Format: int64
             * @description Payments that may still be tried again, or that wait for a bank; only in totals.
             * @example 12
             */
            readonly undecided: number;
        };
        /** @description What is looked at. */
        readonly FigurePeriod: {
            /**
             * Format: date-time
             * @description Where it begins.
             * @example 2024-03-28T08:26:37Z
             */
            readonly from: string;
            /**
             * @description How long it is.
             * @enum {string}
             */
            readonly name: "day" | "week" | "month";
            /**
             * @description Of which the days are: always UTC.
             * @example UTC
             */
            readonly timeZone: string;
            /**
             * Format: date-time
             * @description Where it ends; this moment is no part of it.
             * @example 2024-03-28T08:26:37Z
             */
            readonly to: string;
        };
        /** @description An hour, or a day. */
        readonly FigurePoint: {
            /**
             * Format: date-time
             * @description Where the hour or day begins.
             * @example 2024-03-28T08:26:37Z
             */
            readonly from: string;
            readonly payments: components["schemas"]["FigureOutcomes"];
            /** @description By currency. */
            readonly volumes: readonly components["schemas"]["FigurePointVolume"][];
        };
        /** @description Approved payments in a currency. */
        readonly FigurePointVolume: {
            /**
             * @description What the approved payments were for. In minor units, as text.
             * @example 1250000
             */
            readonly authorized: string;
            /**
             * @description What of it is captured. In minor units, as text.
             * @example 1250000
             */
            readonly captured: string;
            /**
             * Format: int64
             * @description How many payments were approved.
             * @example 12
             */
            readonly count: number;
            /**
             * @description ISO 4217 letters.
             * @example EUR
             */
            readonly currency: string;
        };
        /** @description Refunds in a currency. */
        readonly FigureRefunds: {
            /**
             * @description What refunds paid back that succeeded. In minor units, as text.
             * @example 1250000
             */
            readonly amount: string;
            /**
             * @description ISO 4217 letters.
             * @example EUR
             */
            readonly currency: string;
            /**
             * Format: int64
             * @description Refunds that failed.
             * @example 12
             */
            readonly failed: number;
            /**
             * Format: int64
             * @description Refunds that wait for the acquirer.
             * @example 12
             */
            readonly pending: number;
            readonly previous: components["schemas"]["FigureRefundsPrevious"];
            /**
             * Format: int64
             * @description Refunds that succeeded.
             * @example 12
             */
            readonly succeeded: number;
        };
        /** @description The same of the period before. */
        readonly FigureRefundsPrevious: {
            /**
             * @description What refunds paid back that succeeded. In minor units, as text.
             * @example 1250000
             */
            readonly amount: string;
            /**
             * Format: int64
             * @description Refunds that failed.
             * @example 12
             */
            readonly failed: number;
            /**
             * Format: int64
             * @description Refunds that wait for the acquirer.
             * @example 12
             */
            readonly pending: number;
            /**
             * Format: int64
             * @description Refunds that succeeded.
             * @example 12
             */
            readonly succeeded: number;
        };
        /** @description The period before; of a period that is not over as much as has passed of it. */
        readonly FigureSpan: {
            /**
             * Format: date-time
             * @description Where it begins.
             * @example 2024-03-28T08:26:37Z
             */
            readonly from: string;
            /**
             * Format: date-time
             * @description Where it ends; this moment is no part of it.
             * @example 2024-03-28T08:26:37Z
             */
            readonly to: string;
        };
        /** @description 3-D Secure, step by step. */
        readonly FigureThreeDs: {
            /**
             * Format: int64
             * @description Those of the authenticated that were approved.
             * @example 12
             */
            readonly approved: number;
            /**
             * Format: int64
             * @description Payments that were shown to the issuer or its directory.
             * @example 12
             */
            readonly asked: number;
            /**
             * Format: int64
             * @description Payments that the issuer believed, or whose attempt it confirmed.
             * @example 12
             */
            readonly authenticated: number;
            /**
             * Format: int64
             * @description Payments whose customer the bank asked.
             * @example 12
             */
            readonly challenged: number;
            /**
             * Format: int64
             * @description Decided payments.
             * @example 12
             */
            readonly payments: number;
            readonly previous: components["schemas"]["FigureThreeDsPrevious"];
            /** @description By what 3-D Secure came to. */
            readonly statuses: readonly components["schemas"]["FigureThreeDsStatus"][];
        };
        /** @description The same of the period before. */
        readonly FigureThreeDsPrevious: {
            /**
             * Format: int64
             * @description Those of the authenticated that were approved.
             * @example 12
             */
            readonly approved: number;
            /**
             * Format: int64
             * @description Payments that were shown to the issuer or its directory.
             * @example 12
             */
            readonly asked: number;
            /**
             * Format: int64
             * @description Payments that the issuer believed, or whose attempt it confirmed.
             * @example 12
             */
            readonly authenticated: number;
            /**
             * Format: int64
             * @description Payments whose customer the bank asked.
             * @example 12
             */
            readonly challenged: number;
            /**
             * Format: int64
             * @description Decided payments.
             * @example 12
             */
            readonly payments: number;
            /** @description By what 3-D Secure came to. */
            readonly statuses: readonly components["schemas"]["FigureThreeDsStatus"][];
        };
        /** @description How payments ended for which 3-D Secure came to the same. */
        readonly FigureThreeDsStatus: {
            /**
             * Format: int64
             * @description Payments whose customer left while the bank asked.
             * @example 12
             */
            readonly abandoned: number;
            /**
             * @description approved / (approved + declined); null: nothing was decided.
             * @example 0.9375
             */
            readonly approvalRate: number | null;
            /**
             * Format: int64
             * @description Payments that were authorized, whatever became of them later.
             * @example 12
             */
            readonly approved: number;
            /**
             * Format: int64
             * @description Payments that ended without an authorization. Of several tries the last one counts.
             * @example 12
             */
            readonly declined: number;
            /** @description As on the payment; `notAsked`: there was no 3-D Secure, `unanswered`: the customer left. */
            readonly status: string;
            /**
             * Format: int64
             * @description Payments that may still be tried again, or that wait for a bank; only in totals.
             * @example 12
             */
            readonly undecided: number;
        };
        /** @description How many customers took as long. */
        readonly FigureTimeToPay: {
            /**
             * Format: int64
             * @description Approved payments that took as long, from the making of the session to the approval.
             * @example 12
             */
            readonly count: number;
            /**
             * Format: int64
             * @description At least so long.
             * @example 12
             */
            readonly fromSeconds: number;
            /**
             * Format: int64
             * @description In the period before.
             * @example 12
             */
            readonly previousCount: number;
            /**
             * @description And shorter than this; null: without an end.
             * @example 30
             */
            readonly toSeconds: number | null;
        };
        /** @description Approved payments in a currency. */
        readonly FigureVolume: {
            /**
             * @description What the approved payments were for. In minor units, as text.
             * @example 1250000
             */
            readonly authorized: string;
            /**
             * @description What of it is captured. In minor units, as text.
             * @example 1250000
             */
            readonly captured: string;
            /**
             * Format: int64
             * @description How many payments were approved.
             * @example 12
             */
            readonly count: number;
            /**
             * @description ISO 4217 letters.
             * @example EUR
             */
            readonly currency: string;
            readonly previous: components["schemas"]["FigureVolumePrevious"];
        };
        /** @description The same of the period before. */
        readonly FigureVolumePrevious: {
            /**
             * @description What the approved payments were for. In minor units, as text.
             * @example 1250000
             */
            readonly authorized: string;
            /**
             * @description What of it is captured. In minor units, as text.
             * @example 1250000
             */
            readonly captured: string;
            /**
             * Format: int64
             * @description How many payments were approved.
             * @example 12
             */
            readonly count: number;
        };
        /** @description What became of the deliveries to an endpoint. */
        readonly FigureWebhooks: {
            /**
             * Format: int64
             * @description Deliveries that were given up.
             * @example 12
             */
            readonly abandoned: number;
            /**
             * Format: int64
             * @description Deliveries that the endpoint took.
             * @example 12
             */
            readonly delivered: number;
            /**
             * Format: int64
             * @description Those of them that needed more than one try.
             * @example 12
             */
            readonly deliveredLate: number;
            /**
             * Format: int64
             * @description Deliveries on their way.
             * @example 12
             */
            readonly pending: number;
            readonly previous: components["schemas"]["FigureWebhooksPrevious"];
            /** @description Id of the endpoint (`we_…`). */
            readonly webhookEndpoint: string;
        };
        /** @description The same of the period before. */
        readonly FigureWebhooksPrevious: {
            /**
             * Format: int64
             * @description Deliveries that were given up.
             * @example 12
             */
            readonly abandoned: number;
            /**
             * Format: int64
             * @description Deliveries that the endpoint took.
             * @example 12
             */
            readonly delivered: number;
            /**
             * Format: int64
             * @description Those of them that needed more than one try.
             * @example 12
             */
            readonly deliveredLate: number;
            /**
             * Format: int64
             * @description Deliveries on their way.
             * @example 12
             */
            readonly pending: number;
        };
        /** @description What happened in a day, a week or a month, beside the one before. */
        readonly Figures: {
            /** @description Where payments were sent last. */
            readonly acquirerAccounts: readonly components["schemas"]["FigureAcquirerAccount"][];
            /** @description By brand of the card. */
            readonly brands: readonly components["schemas"]["FigureBrand"][];
            readonly comparedWith: components["schemas"]["FigureSpan"];
            /** @description By country of the billing address. */
            readonly countries: readonly components["schemas"]["FigureCountry"][];
            /** @description Why payments were declined. */
            readonly declineReasons: readonly components["schemas"]["FigureDeclineReason"][];
            readonly pages: components["schemas"]["FigurePages"];
            readonly payments: components["schemas"]["FigurePayments"];
            readonly period: components["schemas"]["FigurePeriod"];
            /** @description Refunds that were asked for in the period, whenever their payments were made. */
            readonly refunds: readonly components["schemas"]["FigureRefunds"][];
            /** @description The hours of a day, or the days of a week or month, up to now. */
            readonly series: readonly components["schemas"]["FigurePoint"][];
            readonly threeDs: components["schemas"]["FigureThreeDs"];
            /** @description How long customers took; payments without a session are not in it. */
            readonly timeToPay: readonly components["schemas"]["FigureTimeToPay"][];
            /** @description Approved payments by currency. Currencies are never added up. */
            readonly volumes: readonly components["schemas"]["FigureVolume"][];
            /** @description What became of the deliveries, by endpoint. */
            readonly webhooks: readonly components["schemas"]["FigureWebhooks"][];
        };
        /** @description What the clock does again and again. */
        readonly Job: {
            /** @description How long the last run took. */
            readonly durationMs: number;
            /**
             * Format: int64
             * @description How long it waits between two runs.
             */
            readonly everyMs: number;
            /** @description When it failed last; null: not since it is noted. */
            readonly failedAt: string | null;
            /** @description Why it failed. */
            readonly failure: string | null;
            /**
             * Format: int64
             * @description How much the last run found to do.
             */
            readonly found: number;
            /** @description Whether it has not run for a minute after its time. */
            readonly isLate: boolean;
            /**
             * Format: date-time
             * @description When it ran last, in any process.
             * @example 2024-03-28T08:26:37Z
             */
            readonly lastRunAt: string;
            /** @description The job. */
            readonly name: string;
            /**
             * Format: date-time
             * @description When it is due.
             * @example 2024-03-28T08:26:37Z
             */
            readonly nextRunAt: string;
        };
        /** @description All jobs. */
        readonly JobList: {
            /** @description Those that are late first, then by name. */
            readonly data: readonly components["schemas"]["Job"][];
        };
        /** @description A request of yours. */
        readonly ListedRequest: {
            /**
             * @description Unique id of the row.
             * @example rq_2EiTbKc3vL6kQ8mWzR5yN1pXsJ7hG4dF9aUoB2tVxYqZ8wMnC6eL3r
             */
            readonly id: string;
            /** @description The IP address from which it came. */
            readonly address: string;
            /** @description Id of the API key it was made with (`ak_…`), which may be deleted since. */
            readonly apiKey: string;
            /**
             * Format: date-time
             * @description When it was answered.
             * @example 2024-03-28T08:26:37Z
             */
            readonly created: string;
            /**
             * Format: int64
             * @description How long the answer took, in milliseconds.
             */
            readonly durationMs: number;
            /** @description Whether the first answer under its `Idempotency-Key` was repeated, and nothing was done. */
            readonly idempotentReplayed: boolean;
            /**
             * @description Of HTTP.
             * @example POST
             */
            readonly method: string;
            /** @description With its query; values of parameters that the API does not know are left out. */
            readonly path: string;
            /** @description Id of the payment it was about (`py_…`), where that is known. */
            readonly payment: string | null;
            /** @description The code of the problem that was answered. */
            readonly problem: string | null;
            /** @description The `API-Request-Id` of the answer. */
            readonly requestId: string;
            /**
             * @description The pattern of the path.
             * @example /api2/sessions/:id
             */
            readonly route: string;
            /** @description Id of the session it was about (`ps_…`), where that is known. */
            readonly session: string | null;
            /**
             * Format: int64
             * @description Status of the answer.
             * @example 200
             */
            readonly status: number;
            /** @description The version of the API it asked for. */
            readonly version: string | null;
        };
        /** @description How much every process logs for a while. */
        readonly LogLevel: {
            /** @description How much every process logs; null: as each was started. */
            readonly level: string | null;
            /** @description Until when; null: as each was started. */
            readonly until: string | null;
        };
        /** @description How much every process should log, and for how long. */
        readonly LogLevelSet: {
            /**
             * @description For how long, 1 to 24.
             * @example 1
             */
            readonly hours: number;
            /**
             * @description How much every process logs.
             * @example info
             * @enum {string}
             */
            readonly level: "debug" | "info" | "warn" | "error" | "silent";
        };
        /** @description A request of yours, with what was sent and answered. */
        readonly LoggedRequest: {
            /**
             * @description Unique id of the row.
             * @example rq_2EiTbKc3vL6kQ8mWzR5yN1pXsJ7hG4dF9aUoB2tVxYqZ8wMnC6eL3r
             */
            readonly id: string;
            /** @description The IP address from which it came. */
            readonly address: string;
            /** @description Id of the API key it was made with (`ak_…`), which may be deleted since. */
            readonly apiKey: string;
            /**
             * Format: date-time
             * @description When it was answered.
             * @example 2024-03-28T08:26:37Z
             */
            readonly created: string;
            /**
             * Format: int64
             * @description How long the answer took, in milliseconds.
             */
            readonly durationMs: number;
            /** @description Whether the first answer under its `Idempotency-Key` was repeated, and nothing was done. */
            readonly idempotentReplayed: boolean;
            /**
             * @description Of HTTP.
             * @example POST
             */
            readonly method: string;
            /** @description With its query; values of parameters that the API does not know are left out. */
            readonly path: string;
            /** @description Id of the payment it was about (`py_…`), where that is known. */
            readonly payment: string | null;
            /** @description The code of the problem that was answered. */
            readonly problem: string | null;
            /** @description The JSON that was sent, masked, as text that may be cut; null: there was none. */
            readonly requestBody: string | null;
            /** @description The `API-Request-Id` of the answer. */
            readonly requestId: string;
            /** @description The JSON that was answered, masked, as text that may be cut. */
            readonly responseBody: string | null;
            /**
             * @description The pattern of the path.
             * @example /api2/sessions/:id
             */
            readonly route: string;
            /** @description Id of the session it was about (`ps_…`), where that is known. */
            readonly session: string | null;
            /**
             * Format: int64
             * @description Status of the answer.
             * @example 200
             */
            readonly status: number;
            /** @description The version of the API it asked for. */
            readonly version: string | null;
        };
        /** @description A page of the request log. */
        readonly LoggedRequestList: {
            /** @description Newest first. */
            readonly data: readonly components["schemas"]["ListedRequest"][];
            /** @description There is another page: `nextCursor` leads to it. */
            readonly hasMore: boolean;
            /** @description Send it as `cursor` to get what follows; null at the end. */
            readonly nextCursor: string | null;
        };
        /** @description A person who works in the Personal area. */
        readonly Member: {
            /**
             * @description Unique id of the person.
             * @example mb_2EiTbKc3vL6kQ8mWzR5yN1pXsJ7hG4dF9aUoB2tVxYqZ8wMnC6eL3r
             */
            readonly id: string;
            /**
             * Format: date-time
             * @description When the person was invited first.
             * @example 2024-03-28T08:26:37Z
             */
            readonly created: string;
            /** @description What the person signs in with, in small letters. */
            readonly email: string;
            /** @description When the person signed in last; null: not yet. */
            readonly lastSignedInAt: string | null;
            /** @description How the person is called. */
            readonly name: string;
            /** @description What the person may do: `owner`, `admin`, `developer`, `support`, `finance`, `viewer`. */
            readonly role: string;
            /** @description `invited`: has not chosen a password yet; `joined`. */
            readonly status: string;
        };
        /** @description What should be different. */
        readonly MemberChange: {
            /**
             * @description What the person may do. Only an owner, in the Personal area, makes owners and decides about them.
             * @example support
             * @enum {string}
             */
            readonly role: "owner" | "admin" | "developer" | "support" | "finance" | "viewer";
        };
        /** @description A person who should work in the Personal area. */
        readonly MemberInvite: {
            /**
             * @description What the person signs in with.
             * @example kim@shop.example
             */
            readonly email: string;
            /**
             * @description What the person may do. Only an owner, in the Personal area, makes owners and decides about them.
             * @example support
             * @enum {string}
             */
            readonly role: "owner" | "admin" | "developer" | "support" | "finance" | "viewer";
        };
        /** @description A link by which a person chooses a password: it is shown this once. */
        readonly MemberLink: {
            /**
             * Format: date-time
             * @description When the link ends.
             * @example 2024-03-28T08:26:37Z
             */
            readonly expiresAt: string;
            /**
             * Format: uri
             * @description Works once. Whoever opens it chooses password and app of this person: send it to nobody else.
             */
            readonly link: string;
            readonly member: components["schemas"]["Member"];
        };
        /** @description A page of people. */
        readonly MemberList: {
            /** @description Newest first. */
            readonly data: readonly components["schemas"]["Member"][];
            /** @description There is another page: `nextCursor` leads to it. */
            readonly hasMore: boolean;
            /** @description Send it as `cursor` to get what follows; null at the end. */
            readonly nextCursor: string | null;
        };
        /** @description Who sells through the gateway. */
        readonly Merchant: {
            /**
             * @description Unique id of the merchant.
             * @example mr_2EiTbKc3vL6kQ8mWzR5yN1pXsJ7hG4dF9aUoB2tVxYqZ8wMnC6eL3r
             */
            readonly id: string;
            /**
             * Format: date-time
             * @description When the merchant was made.
             * @example 2024-03-28T08:26:37Z
             */
            readonly created: string;
            /** @description Its name, as customers and issuers read it. */
            readonly name: string;
            /** @description Since when it takes no new money; null: it does. */
            readonly suspendedAt: string | null;
            /** @description Why. */
            readonly suspensionReason: string | null;
        };
        /** @description A new merchant. */
        readonly MerchantCreate: {
            /**
             * @description Its name, as customers and issuers read it.
             * @example Slow Pour
             */
            readonly name: string;
        };
        /** @description A page of merchants. */
        readonly MerchantList: {
            /** @description In the order in which they were made. */
            readonly data: readonly components["schemas"]["Merchant"][];
            /** @description There is another page: `nextCursor` leads to it. */
            readonly hasMore: boolean;
            /** @description Send it as `cursor` to get what follows; null at the end. */
            readonly nextCursor: string | null;
        };
        /** @description A merchant with its first key, which is shown this once. */
        readonly NewMerchant: {
            /**
             * @description Unique id of the merchant.
             * @example mr_2EiTbKc3vL6kQ8mWzR5yN1pXsJ7hG4dF9aUoB2tVxYqZ8wMnC6eL3r
             */
            readonly id: string;
            /** @description Its first API key, which may do everything. It is shown only now. */
            readonly apiKey: string;
            /**
             * Format: date-time
             * @description When the merchant was made.
             * @example 2024-03-28T08:26:37Z
             */
            readonly created: string;
            /** @description Its name, as customers and issuers read it. */
            readonly name: string;
            /** @description Since when it takes no new money; null: it does. */
            readonly suspendedAt: string | null;
            /** @description Why. */
            readonly suspensionReason: string | null;
        };
        /** @description How the database is. */
        readonly OperatorDatabase: {
            /** @description Its size. */
            readonly bytes: number;
            /**
             * Format: int64
             * @description Connections to it.
             */
            readonly connections: number;
            /**
             * Format: int64
             * @description Of these, those at work.
             */
            readonly connectionsActive: number;
            /**
             * Format: int64
             * @description How many it lets in.
             */
            readonly connectionsMost: number;
            /** @description Migrations that this release needs. */
            readonly missingMigrations: readonly string[];
            /** @description Migrations of a newer release. */
            readonly newerMigrations: readonly string[];
            /** @description For how long the oldest transaction is open. */
            readonly oldestTransactionSeconds: number;
            /** @description What is due and not done yet. */
            readonly queues: readonly components["schemas"]["OperatorDatabaseQueue"][];
            /** @description Of PostgreSQL. */
            readonly version: string;
        };
        /** @description Something that is due. */
        readonly OperatorDatabaseQueue: {
            /**
             * Format: int64
             * @description How many are due.
             */
            readonly count: number;
            /**
             * @description What is due.
             * @enum {string}
             */
            readonly name: "deliveries" | "attempts" | "operations" | "sessions" | "notifications" | "auditEntries";
            /** @description For how long the oldest is due; null: none is, or nobody notes it. */
            readonly oldestSeconds: number | null;
        };
        /** @description How acquirer accounts and webhook endpoints do. */
        readonly OperatorHealth: {
            /** @description Acquirer accounts, those that fail first; 200 at most. */
            readonly accounts: readonly components["schemas"]["OperatorHealthAccount"][];
            /** @description Webhook endpoints that fail, the one that fails longest first; 200 at most. */
            readonly endpoints: readonly components["schemas"]["OperatorHealthEndpoint"][];
        };
        /** @description How an acquirer account does. */
        readonly OperatorHealthAccount: {
            /** @description Id of the account (`aa_…`). */
            readonly id: string;
            /** @description Its kind. */
            readonly connector: string;
            /** @description Whether new payments go there. */
            readonly enabled: boolean;
            /**
             * Format: int64
             * @description Failures in a row.
             */
            readonly failures: number;
            /**
             * @description `closed`: in order. `open`: asked last.
             * @enum {string}
             */
            readonly health: "closed" | "open" | "halfOpen";
            /** @description Id of the merchant (`mr_…`). */
            readonly merchant: string;
            /** @description Its name. */
            readonly name: string;
            /**
             * Format: int64
             * @description Authorizations there without an outcome.
             */
            readonly withoutOutcome: number;
        };
        /** @description A webhook endpoint that fails. */
        readonly OperatorHealthEndpoint: {
            /** @description Id of the endpoint (`we_…`). */
            readonly id: string;
            /** @description Whether it is sent anything. */
            readonly enabled: boolean;
            /** @description Since when it fails; null: it said that it is gone. */
            readonly failingSince: string | null;
            /**
             * Format: int64
             * @description Failures in a row.
             */
            readonly failures: number;
            /** @description Id of the merchant (`mr_…`). */
            readonly merchant: string;
            /**
             * Format: int64
             * @description Events that wait for it.
             */
            readonly waiting: number;
        };
        /** @description How the whole installation does, in figures. */
        readonly OperatorOverview: {
            /**
             * Format: int64
             * @description Acquirer accounts that are switched on.
             */
            readonly accounts: number;
            /**
             * Format: int64
             * @description Of these, those that are asked last because they fail.
             */
            readonly accountsOutOfOrder: number;
            /**
             * Format: int64
             * @description Alerts that are not over.
             */
            readonly alertsOpen: number;
            /**
             * Format: int64
             * @description Webhook endpoints.
             */
            readonly endpoints: number;
            /**
             * Format: int64
             * @description Of these, those that do not take what they are sent.
             */
            readonly endpointsFailing: number;
            /**
             * Format: int64
             * @description Jobs of the clock that have not run for a minute after their time.
             */
            readonly jobsLate: number;
            /**
             * Format: int64
             * @description Merchants.
             */
            readonly merchants: number;
            /**
             * Format: int64
             * @description Of these, those that are suspended.
             */
            readonly merchantsSuspended: number;
            /**
             * Format: int64
             * @description Processes that serve.
             */
            readonly processes: number;
            /**
             * Format: int64
             * @description Processes that did not stop by themselves and are not seen.
             */
            readonly processesLost: number;
            /**
             * Format: int64
             * @description Payments, captures and refunds without an outcome after a minute.
             */
            readonly stuckPayments: number;
            /** @description Since when the oldest of them is open; null: there is none. */
            readonly stuckSince: string | null;
            /** @description Webhooks for endpoints that take them; null: the queue could not be read. */
            readonly webhooksWaiting: components["schemas"]["OperatorOverviewWebhooksWaiting"] | null;
        };
        /** @description For endpoints that take them. */
        readonly OperatorOverviewWebhooksWaiting: {
            /**
             * Format: int64
             * @description How many wait.
             */
            readonly count: number;
            /** @description For how long the oldest has waited, in milliseconds. */
            readonly oldestAgeMs: number;
        };
        /** @description Why something is done to a merchant. */
        readonly OperatorReason: {
            /**
             * @description Why, for the merchant to read in its audit log.
             * @example The acquirer is back
             */
            readonly reason: string;
        };
        /** @description The money side of a purchase: what is authorized, captured and paid back. */
        readonly Payment: {
            /**
             * @description Unique id of the payment.
             * @example py_2GSLCTk1xdxGcgTkFzUPmeD5eQpo9wKsNDxBifZSbNvnVCgHoivAg3
             */
            readonly id: string;
            /**
             * Format: int64
             * @description What was asked for, in whole minor units.
             * @example 10000
             */
            readonly amount: number;
            /**
             * Format: int64
             * @description What may still be captured.
             */
            readonly amountCapturable: number;
            /**
             * Format: int64
             * @description What was taken.
             */
            readonly amountCaptured: number;
            /**
             * Format: int64
             * @description What was paid back.
             */
            readonly amountRefunded: number;
            /**
             * @description `automatic` takes the money at once, `manual` reserves it for a later capture.
             * @enum {string}
             */
            readonly captureMethod: "automatic" | "manual";
            /**
             * Format: date-time
             * @description When it was created.
             * @example 2024-03-28T08:26:37Z
             */
            readonly created: string;
            /**
             * @description ISO 4217 letters. From version 2023-11-15 answered in upper case.
             * @example EUR
             */
            readonly currency: string;
            readonly lastError?: components["schemas"]["PaymentLastError"];
            /**
             * @description Your order number, or the one that was given in its place.
             * @example 4000
             */
            readonly merchantReferenceId: string;
            /**
             * @description Up to 50 keys of your own (40 characters) with text (500 characters), also of several lines. Comes back unchanged; never card numbers. A key with null is left out.
             * @example {
             *       "cart": "c-1042"
             *     }
             */
            readonly metadata: {
                readonly [key: string]: string;
            };
            readonly nextAction?: components["schemas"]["PaymentNextAction"];
            readonly paymentMethod: components["schemas"]["UsedPaymentMethod"];
            /**
             * Format: int64
             * @description Grows with every event: of two states the one with the larger sequence is newer.
             */
            readonly sequence: number;
            /**
             * @description The session it was made by.
             * @example ps_2GRSigkh7m3hqz5pMCAYCzJaXjsHgypQui6nMBss3XLVLF8gwDASHP
             */
            readonly session?: string;
            /**
             * @description How it stands.
             * @enum {string}
             */
            readonly status: "requiresPaymentMethod" | "requiresAction" | "requiresCapture" | "processing" | "succeeded" | "failed" | "canceled";
            readonly threeDs?: components["schemas"]["PaymentThreeDs"];
        };
        /** @description One authorization that was asked for. */
        readonly PaymentAttempt: {
            /**
             * @description Unique id of the attempt.
             * @example at_2EiTbKc3vL6kQ8mWzR5yN1pXsJ7hG4dF9aUoB2tVxYqZ8wMnC6eL3r
             */
            readonly id: string;
            readonly account?: components["schemas"]["PaymentAttemptAccount"];
            /** @description The acquirer's code of a decline, in its own words. */
            readonly acquirerCode?: string;
            /** @description The acquirer's name of the authorization (ARN, RRN or its own): ask it by this. */
            readonly acquirerReference?: string;
            /**
             * Format: int64
             * @description Minor units.
             */
            readonly amount: number;
            /**
             * Format: date-time
             * @description When it ended; absent while it has not.
             * @example 2024-03-28T08:26:37Z
             */
            readonly answered?: string;
            /** @description The issuer's code of its approval. */
            readonly approvalCode?: string;
            readonly card: components["schemas"]["PaymentAttemptCard"];
            /** @description What kind of acquirer; `none`: nobody took the payment. */
            readonly connector: string;
            /**
             * @description ISO 4217 letters.
             * @example EUR
             */
            readonly currency: string;
            /** @description Why it was declined, in our words. */
            readonly declineReason?: string;
            /** @description The card network's id of it. */
            readonly networkTransactionId?: string;
            /**
             * Format: int64
             * @description Counts from 1 within the payment or its session.
             */
            readonly number: number;
            readonly routing?: components["schemas"]["PaymentAttemptRouting"];
            /**
             * Format: date-time
             * @description When it was written down, before anybody was asked.
             * @example 2024-03-28T08:26:37Z
             */
            readonly sent: string;
            /**
             * @description `authenticating`: the card's issuer asks its customer; no acquirer was asked yet; `sending`: the acquirer is asked, or its answer is yet to be found out; `approved`: approved; `declined`: declined; without an `acquirerCode` no acquirer was asked; `notSent`: the acquirer could not be reached: it has not seen the card; `reversing`: whatever may have been approved is being undone; `reversed`: undone; `abandoned`: the customer did not come back from the issuer; no acquirer was asked
             * @enum {string}
             */
            readonly status: "authenticating" | "sending" | "approved" | "declined" | "notSent" | "reversing" | "reversed" | "abandoned";
            readonly threeDs?: components["schemas"]["PaymentAttemptThreeDs"];
        };
        /** @description The acquirer account that was asked; absent: the sandbox acquirer of the gateway, or nobody. */
        readonly PaymentAttemptAccount: {
            /** @description Unique id. */
            readonly id: string;
            /** @description What you call it. */
            readonly name: string;
        };
        /** @description What is known of the card, without its number. */
        readonly PaymentAttemptCard: {
            /**
             * @description The scheme of the card: `visa`, `mastercard`, …; `unknown` when its number begins like none that we know.
             * @example visa
             */
            readonly brand: string;
            /**
             * @description The last four digits of the card.
             * @example 1111
             */
            readonly last4: string;
        };
        /** @description All attempts of a payment. */
        readonly PaymentAttemptList: {
            /** @description Oldest first; all of them. */
            readonly data: readonly components["schemas"]["PaymentAttempt"][];
        };
        /** @description Why it went there. */
        readonly PaymentAttemptRouting: {
            /** @description The rule; `priority`: none fitted; `sandbox`: there was no account. */
            readonly rule: string;
            /** @description Why this account among those of the rule: `first`, `weight`, `next` (those before it did not take it), `outOfOrder` (those before it were), `trial`, `lastResort`, `failover` (the one before had no answer). */
            readonly why?: string;
        };
        /** @description 3-D Secure; absent for payments that it is not for: by stored cards without the customer, or without a `returnUrl`. */
        readonly PaymentAttemptThreeDs: {
            /**
             * @description The indicator that the authorization carried.
             * @example 05
             */
            readonly eci?: string;
            /** @description The issuer bears the loss of a fraud. */
            readonly liabilityShift: boolean;
            /**
             * @description What 3-D Secure came to for the card tried last.
             * @enum {string}
             */
            readonly status: "authenticated" | "attempted" | "exempt" | "unavailable" | "notEnrolled" | "failed" | "rejected";
            /**
             * @description The letter of EMV 3-D Secure, when the issuer gave one.
             * @example Y
             */
            readonly transStatus?: string;
            /**
             * @description Of the protocol.
             * @example 2.2.0
             */
            readonly version?: string;
        };
        /** @description How much to take of what is authorized. */
        readonly PaymentCapture: {
            /**
             * Format: int64
             * @description How much to take; all that is left when left out.
             * @example 10000
             */
            readonly amount?: number;
            /** @description No capture follows: the rest is given up. True when `amount` is left out. */
            readonly final?: boolean;
        };
        /** @description A payment that your server makes. */
        readonly PaymentCreate: {
            /**
             * Format: int64
             * @description Whole minor units. 0 checks the card: nothing is taken, whatever `captureMethod` says.
             * @example 10000
             */
            readonly amount: number;
            /**
             * @description ISO 4217 letters. From version 2023-11-15 answered in upper case.
             * @example EUR
             */
            readonly currency: string;
            /**
             * @description `automatic` takes the money at once, `manual` reserves it for a later capture.
             * @enum {string}
             */
            readonly captureMethod?: "automatic" | "manual";
            readonly paymentMethod?: components["schemas"]["PaymentMethodInput"];
            /** @description Id of a stored card (`pm_…`), charged without the customer being there. Instead of `paymentMethod`. */
            readonly storedPaymentMethodId?: string;
            /**
             * Format: uri
             * @description Where the customer comes back to after 3-D Secure. Without it nobody can be asked, and the payment goes on without.
             * @example https://shop.example/done
             */
            readonly returnUrl?: string;
            readonly threeDs?: components["schemas"]["PaymentCreateThreeDs"];
            /**
             * @description Your order number. Left out: the next number of your account.
             * @example order-1042
             */
            readonly merchantReferenceId?: string;
            /**
             * @description Up to 50 keys of your own (40 characters) with text (500 characters), also of several lines. Comes back unchanged; never card numbers. A key with null is left out.
             * @example {
             *       "cart": "c-1042"
             *     }
             */
            readonly metadata?: {
                readonly [key: string]: string;
            };
            /**
             * @description Your own id of the customer: 8 to 50 letters, digits, - and _.
             * @example customer-1042
             */
            readonly merchantCustomerId?: string;
            readonly setupFutureUsage?: components["schemas"]["SetupFutureUsageInput"];
        };
        /** @description An authentication that was made elsewhere: the customer is not asked again, and the proof goes to the acquirer. */
        readonly PaymentCreateThreeDs: {
            /**
             * @description The version of EMV 3-D Secure.
             * @enum {string}
             */
            readonly version: "2.1.0" | "2.2.0" | "2.3.0" | "2.3.1";
            /**
             * @description How it ended. `Y` and `A` need `eci`, `cavv` and `dsTransId`, `I` the last of them; `N` and `R` end the payment without asking the acquirer; with `U` it goes on if your policy says so.
             * @enum {string}
             */
            readonly transStatus: "Y" | "A" | "I" | "N" | "R" | "U";
            /**
             * @description Electronic commerce indicator.
             * @example 05
             */
            readonly eci?: string;
            /**
             * @description The authentication value: 20 bytes in base64. Never shown again.
             * @example AAABBEg0VhI0VniQEjRWAAAAAAA=
             */
            readonly cavv?: string;
            /**
             * @description The directory server's id of the transaction.
             * @example f38e6948-5388-41a6-bca4-b49723c19437
             */
            readonly dsTransId?: string;
        };
        /** @description How the payment is taken. */
        readonly PaymentData: {
            /**
             * @description `automatic` takes the money at once, `manual` reserves it for a later capture.
             * @enum {string}
             */
            readonly captureMethod: "automatic" | "manual";
        };
        /** @description How to take the payment. */
        readonly PaymentDataInput: {
            /**
             * @description `automatic` takes the money at once, `manual` reserves it for a later capture.
             * @enum {string}
             */
            readonly captureMethod?: "automatic" | "manual";
        };
        /** @description An event about a payment, with the payment as it was at that moment. */
        readonly PaymentEvent: {
            /**
             * @description Unique id of the event: the same one delivered twice is the same event.
             * @example ev_2FZ6i2JxCJ9Zg3YJ3Hn7VtGzBqMxTq3h4b9zLqk1nW8rXo5vY7cD2e
             */
            readonly id: string;
            /**
             * Format: date-time
             * @description When it happened.
             * @example 2024-03-28T08:26:37Z
             */
            readonly created: string;
            /** @description In the feed only: `after` this, the feed goes on behind this event. No webhook has it. */
            readonly cursor?: string;
            readonly data: components["schemas"]["PaymentEventData"];
            /**
             * Format: int64
             * @description The place of this event among those of its session.
             */
            readonly sequence: number;
            /**
             * @description What happened.
             * @enum {string}
             */
            readonly type: "payment.created" | "payment.requiresAction" | "payment.requiresCapture" | "payment.incremented" | "payment.incrementFailed" | "payment.funded" | "payment.captureFailed" | "payment.succeeded" | "payment.blocked" | "payment.failed" | "payment.canceled";
        };
        /** @description What the event is about. */
        readonly PaymentEventData: {
            readonly object: components["schemas"]["Payment"];
        };
        /** @description How much to add to what is authorized. */
        readonly PaymentIncrement: {
            /**
             * Format: int64
             * @description How much more; it is added to what is authorized.
             * @example 10000
             */
            readonly amount: number;
        };
        /** @description Why the last try did not go through. */
        readonly PaymentLastError: {
            /**
             * @description For programs to look at; new codes can appear.
             * @example cardDeclined
             */
            readonly code: string;
            /**
             * @description Why the issuer or the acquirer declined.
             * @example insufficientFunds
             */
            readonly declineReason?: string;
            /** @description For people to read. */
            readonly message: string;
        };
        /** @description A page of payments. */
        readonly PaymentList: {
            /** @description Newest first. */
            readonly data: readonly components["schemas"]["Payment"][];
            /** @description There is another page: `nextCursor` leads to it. */
            readonly hasMore: boolean;
            /** @description Send it as `cursor` to get what follows; null at the end. */
            readonly nextCursor: string | null;
        };
        /** @description A card that a customer let you keep. */
        readonly PaymentMethod: {
            /**
             * @description Unique id of the stored card.
             * @example pm_kF6D9zaGUjTGpFRojeb2VibyAX2TGCnikMsNdnp3XHb4opLEn
             */
            readonly id: string;
            readonly card: components["schemas"]["Card"];
            /**
             * @description What the customer agreed to.
             * @enum {string}
             */
            readonly category: "unscheduled" | "recurrent" | "installment";
            /**
             * Format: date-time
             * @description When it was stored.
             * @example 2024-03-28T08:26:37Z
             */
            readonly created: string;
            /**
             * @description Your own id of the customer: 8 to 50 letters, digits, - and _.
             * @example customer-1042
             */
            readonly merchantCustomerId: string;
            readonly recurringModel?: components["schemas"]["StoredRecurringModel"];
            /**
             * Format: int64
             * @description Grows with every event about this stored card.
             */
            readonly sequence: number;
            /**
             * @description A deleted card cannot be charged; its number is gone.
             * @enum {string}
             */
            readonly status: "active" | "deleted";
        };
        /** @description An event about a paymentMethod, with the paymentMethod as it was at that moment. */
        readonly PaymentMethodEvent: {
            /**
             * @description Unique id of the event: the same one delivered twice is the same event.
             * @example ev_2FZ6i2JxCJ9Zg3YJ3Hn7VtGzBqMxTq3h4b9zLqk1nW8rXo5vY7cD2e
             */
            readonly id: string;
            /**
             * Format: date-time
             * @description When it happened.
             * @example 2024-03-28T08:26:37Z
             */
            readonly created: string;
            /** @description In the feed only: `after` this, the feed goes on behind this event. No webhook has it. */
            readonly cursor?: string;
            readonly data: components["schemas"]["PaymentMethodEventData"];
            /**
             * Format: int64
             * @description The place of this event among those of its session.
             */
            readonly sequence: number;
            /**
             * @description What happened.
             * @enum {string}
             */
            readonly type: "paymentMethod.created" | "paymentMethod.deleted";
        };
        /** @description What the event is about. */
        readonly PaymentMethodEventData: {
            readonly object: components["schemas"]["PaymentMethod"];
        };
        /** @description The card that pays. Instead of `storedPaymentMethodId`. */
        readonly PaymentMethodInput: {
            readonly card: components["schemas"]["CardInput"];
        };
        /** @description A page of stored cards. */
        readonly PaymentMethodList: {
            /** @description Newest first. */
            readonly data: readonly components["schemas"]["PaymentMethod"][];
            /** @description There is another page: `nextCursor` leads to it. */
            readonly hasMore: boolean;
            /** @description Send it as `cursor` to get what follows; null at the end. */
            readonly nextCursor: string | null;
        };
        /** @description What has to happen before the payment can go on; only while `requiresAction`. */
        readonly PaymentNextAction: {
            /**
             * @description Which kind it is.
             * @constant
             */
            readonly type: "redirect";
            /**
             * @description Where to send the customer, exactly as it is, with all behind the `#`: the card's issuer wants to ask them. They come back to `returnUrl`.
             * @example https://pay.example/authenticate/2Yk…
             */
            readonly url: string;
        };
        /** @description 3-D Secure; absent for payments that it is not for: by stored cards without the customer, or without a `returnUrl`. */
        readonly PaymentThreeDs: {
            /**
             * @description The indicator that the authorization carried.
             * @example 05
             */
            readonly eci?: string;
            /** @description The issuer bears the loss of a fraud. */
            readonly liabilityShift: boolean;
            /**
             * @description What 3-D Secure came to for the card tried last.
             * @enum {string}
             */
            readonly status: "authenticated" | "attempted" | "exempt" | "unavailable" | "notEnrolled" | "failed" | "rejected";
            /**
             * @description The letter of EMV 3-D Secure, when the issuer gave one.
             * @example Y
             */
            readonly transStatus?: string;
            /**
             * @description Of the protocol.
             * @example 2.2.0
             */
            readonly version?: string;
        };
        /** @description What went wrong (RFC 9457). */
        readonly Problem: {
            /**
             * Format: uri
             * @description Where the code is explained.
             */
            readonly type: string;
            /** @description What the code means, in a few words. */
            readonly title: string;
            /**
             * Format: int64
             * @description How it stands.
             */
            readonly status: number;
            /**
             * @description What a program should look at. The list grows: a code that you do not know means what its status means.
             * @enum {string}
             */
            readonly code: "invalid_fields" | "invalid_http" | "invalid_json" | "unknown_version" | "invalid_request" | "authentication" | "forbidden" | "merchant_suspended" | "not_found" | "method_not_allowed" | "request_timeout" | "no_acquirer" | "not_supported" | "order_paid" | "conflict" | "idempotency_in_progress" | "cursor_expired" | "body_too_large" | "unsupported_media_type" | "expectation_failed" | "amount_exceeded" | "card_number_in_text" | "idempotency_mismatch" | "rate_limited" | "headers_too_large" | "internal" | "unavailable";
            /** @description What was wrong, and what to do. */
            readonly detail: string;
            /** @description The same text as `detail`. */
            readonly message: string;
            /** @description Every wrong field, not only the first. */
            readonly errors: readonly components["schemas"]["ProblemError"][];
            /** @description Name it when you ask for help. */
            readonly requestId: string;
        };
        /** @description A wrong field. */
        readonly ProblemError: {
            /** @description JSON pointer to the field, or `query:name`, `header:name`. */
            readonly pointer: string;
            /** @description For programs to look at; new codes can appear. */
            readonly code: string;
            /** @description For people to read. */
            readonly message: string;
        };
        /** @description A process of the gateway. */
        readonly Process: {
            /** @description When it stopped by itself; null: it did not. */
            readonly endedAt: string | null;
            /** @description The machine. */
            readonly host: string;
            /** @description Whether it was seen within the last seconds. */
            readonly isServing: boolean;
            /** @description How much it logs. */
            readonly logLevel: string;
            /** @description The newest migration that it knows. */
            readonly migration: string;
            /**
             * Format: int64
             * @description Its number there.
             */
            readonly pid: number;
            /** @description What it does. */
            readonly roles: readonly string[];
            /**
             * Format: date-time
             * @description When it was seen last.
             * @example 2024-03-28T08:26:37Z
             */
            readonly seenAt: string;
            /**
             * Format: date-time
             * @description When it began.
             * @example 2024-03-28T08:26:37Z
             */
            readonly startedAt: string;
            /** @description Its release. */
            readonly version: string;
        };
        /** @description All processes. */
        readonly ProcessList: {
            /** @description Those that have not stopped first, then the latest. */
            readonly data: readonly components["schemas"]["Process"][];
        };
        /** @description Until when and how often you may charge. */
        readonly RecurrentAgreement: {
            /**
             * Format: date
             * @description The last day on which you may charge.
             */
            readonly expiry: string;
            /** @description Days between two charges, at least. */
            readonly frequency: number;
        };
        /** @description Until when and how often you will charge. */
        readonly RecurrentAgreementInput: {
            /**
             * Format: date
             * @description The last day on which you may charge.
             */
            readonly expiry: string;
            /** @description Days between two charges, at least. */
            readonly frequency: number;
        };
        /** @description What you agreed on with the customer, as you sent it. */
        readonly RecurringModel: {
            /** @description What you agreed on with the customer, in fields of your own; kept, and answered as sent. */
            readonly installment?: {
                readonly [key: string]: string | number | boolean | null;
            };
            readonly recurrent?: components["schemas"]["RecurrentAgreement"];
        };
        /** @description What you agreed on with the customer. */
        readonly RecurringModelInput: {
            /** @description What you agreed on with the customer, in fields of your own; kept, and answered as sent. */
            readonly installment?: {
                readonly [key: string]: string | number | boolean | null;
            };
            readonly recurrent?: components["schemas"]["RecurrentAgreementInput"];
        };
        /** @description Money that is paid back of a payment. */
        readonly Refund: {
            /**
             * @description Unique id of the refund.
             * @example rf_2GSLCTk1xdxGcgTkFzUPmeD5eQpo9wKsNDxBifZSbNvnVCgHoivAg3
             */
            readonly id: string;
            /**
             * Format: int64
             * @description Whole minor units.
             * @example 10000
             */
            readonly amount: number;
            /**
             * Format: date-time
             * @description When it was asked for.
             * @example 2024-03-28T08:26:37Z
             */
            readonly created: string;
            /**
             * @description ISO 4217 letters. From version 2023-11-15 answered in upper case.
             * @example EUR
             */
            readonly currency: string;
            /** @description Why the acquirer refused. */
            readonly failureReason?: string;
            /**
             * @deprecated
             * @description The same as `paymentId`.
             */
            readonly payment: string;
            /**
             * @description The payment that is paid back.
             * @example py_2GSLCTk1xdxGcgTkFzUPmeD5eQpo9wKsNDxBifZSbNvnVCgHoivAg3
             */
            readonly paymentId: string;
            /** @description Why, in your own words. */
            readonly reason?: string;
            /**
             * Format: int64
             * @description Grows with every change; of two versions of one object the one with the larger number is the newer.
             */
            readonly sequence: number;
            /**
             * @description `pending`: the acquirer has not answered yet; an event tells the end.
             * @enum {string}
             */
            readonly status: "pending" | "succeeded" | "failed";
        };
        /** @description How much of a payment to pay back. */
        readonly RefundCreate: {
            /** @description Id of the payment (`py_…`). */
            readonly paymentId: string;
            /**
             * @deprecated
             * @description Another name of `paymentId`.
             */
            readonly payment?: string;
            /**
             * Format: int64
             * @description How much to pay back; all that is left when left out.
             * @example 10000
             */
            readonly amount?: number;
            /**
             * @description For you and your customer.
             * @example returned goods
             */
            readonly reason?: string;
        };
        /** @description An event about a refund, with the refund as it was at that moment. */
        readonly RefundEvent: {
            /**
             * @description Unique id of the event: the same one delivered twice is the same event.
             * @example ev_2FZ6i2JxCJ9Zg3YJ3Hn7VtGzBqMxTq3h4b9zLqk1nW8rXo5vY7cD2e
             */
            readonly id: string;
            /**
             * Format: date-time
             * @description When it happened.
             * @example 2024-03-28T08:26:37Z
             */
            readonly created: string;
            /** @description In the feed only: `after` this, the feed goes on behind this event. No webhook has it. */
            readonly cursor?: string;
            readonly data: components["schemas"]["RefundEventData"];
            /**
             * Format: int64
             * @description The place of this event among those of its session.
             */
            readonly sequence: number;
            /**
             * @description What happened.
             * @enum {string}
             */
            readonly type: "refund.created" | "refund.succeeded" | "refund.failed";
        };
        /** @description What the event is about. */
        readonly RefundEventData: {
            readonly object: components["schemas"]["Refund"];
        };
        /** @description A page of refunds. */
        readonly RefundList: {
            /** @description Newest first. */
            readonly data: readonly components["schemas"]["Refund"][];
            /** @description There is another page: `nextCursor` leads to it. */
            readonly hasMore: boolean;
            /** @description Send it as `cursor` to get what follows; null at the end. */
            readonly nextCursor: string | null;
        };
        /** @description The person who is gone. */
        readonly RemovedMember: {
            /** @description Unique id. */
            readonly id: string;
            /** @description Always true. */
            readonly deleted: boolean;
        };
        /** @description An event that is sent once more. */
        readonly ResentEvent: {
            /**
             * @description The event; it is sent under the same id as before.
             * @example ev_2FZ6i2JxCJ9Zg3YJ3Hn7VtGzBqMxTq3h4b9zLqk1nW8rXo5vY7cD2e
             */
            readonly id: string;
            /**
             * Format: int64
             * @description How many endpoints it is sent to. One that it is being sent to at this moment does not count.
             */
            readonly queued: number;
        };
        /** @description One purchase: an amount that a customer pays on our page. */
        readonly Session: {
            /**
             * @description Unique id of the session.
             * @example ps_2GRSigkh7m3hqz5pMCAYCzJaXjsHgypQui6nMBss3XLVLF8gwDASHP
             */
            readonly id: string;
            /**
             * Format: int64
             * @description Whole minor units.
             * @example 10000
             */
            readonly amount: number;
            /**
             * Format: date-time
             * @description When it was created.
             * @example 2024-03-28T08:26:37Z
             */
            readonly created: string;
            /**
             * @description ISO 4217 letters. From version 2023-11-15 answered in upper case.
             * @example EUR
             */
            readonly currency: string;
            readonly customerDetails: components["schemas"]["CustomerDetails"];
            /** @description What is bought, as the payment page shows it. */
            readonly description?: string;
            /**
             * @description Why the session ended unpaid.
             * @enum {string}
             */
            readonly expirationReason?: "timeout" | "merchant" | "attemptsExhausted" | "customerCanceled";
            /**
             * Format: date-time
             * @description When it ends unpaid.
             * @example 2024-03-28T08:26:37Z
             */
            readonly expiresAt: string;
            /** @description Where the customer goes when the payment failed for good. */
            readonly failureUrl: string;
            /**
             * @description Language of the payment page.
             * @example EN
             */
            readonly locale: string;
            /**
             * @description Your own id of the customer: 8 to 50 letters, digits, - and _.
             * @example customer-1042
             */
            readonly merchantCustomerId?: string;
            /**
             * @description Your order number, or the one that was given in its place.
             * @example 4000
             */
            readonly merchantReferenceId: string;
            /**
             * @description Up to 50 keys of your own (40 characters) with text (500 characters), also of several lines. Comes back unchanged; never card numbers. A key with null is left out.
             * @example {
             *       "cart": "c-1042"
             *     }
             */
            readonly metadata: {
                readonly [key: string]: string;
            };
            /**
             * @description The payment, once the customer has tried a card.
             * @example py_2FZ6i2JxCJ9Zg3YJ3Hn7VtGzBqMxTq3h4b9zLqk1nW8rXo5vY7cD2e
             */
            readonly payment?: string;
            readonly paymentData: components["schemas"]["PaymentData"];
            /**
             * @description What became of the money.
             * @enum {string}
             */
            readonly paymentStatus: "unpaid" | "authorized" | "paid" | "partiallyRefunded" | "refunded" | "canceled";
            /**
             * Format: uri
             * @description Send the customer here. Absent once the session has expired.
             */
            readonly paymentUrl?: string;
            readonly returnPolicy?: components["schemas"]["SessionReturnPolicy"];
            /**
             * Format: int64
             * @description Grows with every event about this session: of two states the one with the larger sequence is newer.
             */
            readonly sequence: number;
            readonly setupFutureUsage?: components["schemas"]["SetupFutureUsage"];
            /**
             * @description How it stands.
             * @enum {string}
             */
            readonly status: "open" | "completed" | "expired";
            /** @description Where the customer goes after paying. */
            readonly successUrl: string;
            readonly webhookAtReturn?: components["schemas"]["SessionWebhookAtReturn"];
        };
        /** @description An amount to collect, and where the customer goes then. */
        readonly SessionCreate: {
            /**
             * Format: int64
             * @description Whole minor units: 10000 is 100.00 EUR, or 10000 JPY.
             * @example 10000
             */
            readonly amount: number;
            /**
             * @description ISO 4217 letters. From version 2023-11-15 answered in upper case.
             * @example EUR
             */
            readonly currency: string;
            /**
             * Format: uri
             * @description Where the customer goes after paying. Your query is kept, `sessionId` and a signature are added. Schemes of your app, such as sdk://done, are fine.
             * @example https://shop.example/order/1042
             */
            readonly successUrl: string;
            /**
             * Format: uri
             * @description Where the customer goes when the payment failed for good.
             * @example https://shop.example/order/1042/failed
             */
            readonly failureUrl: string;
            /**
             * @description Your order number. Left out: the next number of your account.
             * @example order-1042
             */
            readonly merchantReferenceId?: string;
            /**
             * @description What is bought; shown on the payment page.
             * @example Pour-over kettle
             */
            readonly description?: string;
            /**
             * @description Language of the payment page; left out: what the browser asks for.
             * @example EN
             */
            readonly locale?: string;
            /**
             * @description Up to 50 keys of your own (40 characters) with text (500 characters), also of several lines. Comes back unchanged; never card numbers. A key with null is left out.
             * @example {
             *       "cart": "c-1042"
             *     }
             */
            readonly metadata?: {
                readonly [key: string]: string;
            };
            readonly customerDetails?: components["schemas"]["CustomerDetailsInput"];
            readonly paymentData?: components["schemas"]["PaymentDataInput"];
            /**
             * @description Your own id of the customer: 8 to 50 letters, digits, - and _.
             * @example customer-1042
             */
            readonly merchantCustomerId?: string;
            readonly setupFutureUsage?: components["schemas"]["SetupFutureUsageInput"];
            readonly returnPolicy?: components["schemas"]["SessionCreateReturnPolicy"];
            /**
             * Format: date-time
             * @description When the session ends unpaid: 1 minute to 30 days from now; 20 minutes when left out.
             * @example 2024-03-28T08:46:37Z
             */
            readonly expiresAt?: string;
        };
        /** @description How the customer goes back to you. */
        readonly SessionCreateReturnPolicy: {
            /** @description How long after the payment, in milliseconds, the customer waits until `session.completed` is acknowledged by the endpoints with `holdsReturn`. 0: not at all. Left out: what is set for your account, else 2000. */
            readonly waitForWebhookMs?: number;
        };
        /** @description An event about a session, with the session as it was at that moment. */
        readonly SessionEvent: {
            /**
             * @description Unique id of the event: the same one delivered twice is the same event.
             * @example ev_2FZ6i2JxCJ9Zg3YJ3Hn7VtGzBqMxTq3h4b9zLqk1nW8rXo5vY7cD2e
             */
            readonly id: string;
            /**
             * Format: date-time
             * @description When it happened.
             * @example 2024-03-28T08:26:37Z
             */
            readonly created: string;
            /** @description In the feed only: `after` this, the feed goes on behind this event. No webhook has it. */
            readonly cursor?: string;
            readonly data: components["schemas"]["SessionEventData"];
            /**
             * Format: int64
             * @description The place of this event among those of its session.
             */
            readonly sequence: number;
            /**
             * @description What happened.
             * @enum {string}
             */
            readonly type: "session.created" | "session.completed" | "session.expired";
        };
        /** @description What the event is about. */
        readonly SessionEventData: {
            readonly object: components["schemas"]["Session"];
        };
        /** @description A page of sessions. */
        readonly SessionList: {
            /** @description Newest first. */
            readonly data: readonly components["schemas"]["Session"][];
            /** @description There is another page: `nextCursor` leads to it. */
            readonly hasMore: boolean;
            /** @description Send it as `cursor` to get what follows; null at the end. */
            readonly nextCursor: string | null;
        };
        /** @description How the customer goes back to you. */
        readonly SessionReturnPolicy: {
            /** @description How long after the payment, in milliseconds, the customer waits until `session.completed` is acknowledged by the endpoints with `holdsReturn`. 0: not at all. Left out: what is set for your account, else 2000. */
            readonly waitForWebhookMs?: number;
        };
        /** @description What `session.completed` had come to when the customer was sent back. Absent until then; never changes. */
        readonly SessionWebhookAtReturn: {
            /**
             * Format: int64
             * @description With `acknowledged`: how long after the payment, in milliseconds.
             */
            readonly ms?: number;
            /**
             * @description `acknowledged`: by every endpoint with `holdsReturn`. `timedOut`: not in the time of `returnPolicy`. `noEndpoint`: none has `holdsReturn`. `failing`: those that do fail or are disabled, so nobody waited.
             * @enum {string}
             */
            readonly result: "acknowledged" | "timedOut" | "noEndpoint" | "failing";
        };
        /** @description What your account has set for all of its sessions and payments. */
        readonly Settings: {
            readonly branding: components["schemas"]["SettingsBranding"];
            /** @description Whether people of yours who ask for it at the figures of the Personal area get those of each day by e-mail. */
            readonly dailyReport: boolean;
            /** @description Whether a `merchantReferenceId` that is paid, reserved or being paid gets no second session (409 `order_paid`). */
            readonly orderGuard: boolean;
            /**
             * @description Up to how much people refund in the Personal area before an owner or admin who did not ask has to approve it. A role that is named here has the limit 0 in other currencies; one that is not has none. API keys have no limit.
             * @example [
             *       {
             *         "amount": 10000,
             *         "currency": "EUR",
             *         "role": "support"
             *       }
             *     ]
             */
            readonly refundLimits: readonly components["schemas"]["SettingsRefundLimit"][];
            /**
             * @description Where `successUrl` and `failureUrl` may lead: `https://shop.example`, all hosts below one (`https://*.shop.example`), an app (`sdk://`). Empty: anywhere.
             * @example [
             *       "https://shop.example"
             *     ]
             */
            readonly returnOrigins: readonly string[];
            /**
             * @description How long a session lives whose request has no `expiresAt`.
             * @example 20
             */
            readonly sessionMinutes: number;
            readonly threeDs: components["schemas"]["SettingsThreeDs"];
            /**
             * @description Request fields that nobody knows: refused by name, or named in the header `X-Ignored-Fields`.
             * @enum {string}
             */
            readonly unknownFields: "refuse" | "ignore";
            /** @description How long customers wait for your webhook before they go back, where the session does not say it. */
            readonly waitForWebhookMs: number;
        };
        /** @description How your page looks. */
        readonly SettingsBranding: {
            /**
             * @description Of the buttons of the payment page, readable with white letters; `default`: the color of the gateway.
             * @example #1e4fd0
             */
            readonly accentColor: string;
            /**
             * @description What customers and issuers read.
             * @example Slow Pour
             */
            readonly name: string;
        };
        /** @description What should be different; the rest stays. */
        readonly SettingsChange: {
            readonly branding?: components["schemas"]["SettingsChangeBranding"];
            /** @description Whether people of yours who ask for it at the figures of the Personal area get those of each day by e-mail. */
            readonly dailyReport?: boolean;
            /** @description Whether a `merchantReferenceId` that is paid, reserved or being paid gets no second session (409 `order_paid`). */
            readonly orderGuard?: boolean;
            /**
             * @description Up to how much people refund in the Personal area before an owner or admin who did not ask has to approve it. A role that is named here has the limit 0 in other currencies; one that is not has none. API keys have no limit.
             * @example [
             *       {
             *         "amount": 10000,
             *         "currency": "EUR",
             *         "role": "support"
             *       }
             *     ]
             */
            readonly refundLimits?: readonly components["schemas"]["SettingsRefundLimitChange"][];
            /**
             * @description Where `successUrl` and `failureUrl` may lead: `https://shop.example`, all hosts below one (`https://*.shop.example`), an app (`sdk://`). Empty: anywhere.
             * @example [
             *       "https://shop.example"
             *     ]
             */
            readonly returnOrigins?: readonly string[];
            /**
             * @description How long a session lives whose request has no `expiresAt`.
             * @example 20
             */
            readonly sessionMinutes?: number;
            readonly threeDs?: components["schemas"]["SettingsChangeThreeDs"];
            /**
             * @description Request fields that nobody knows: refused by name, or named in the header `X-Ignored-Fields`.
             * @enum {string}
             */
            readonly unknownFields?: "refuse" | "ignore";
            /** @description How long customers wait for your webhook before they go back, where the session does not say it. */
            readonly waitForWebhookMs?: number;
        };
        /** @description How your page should look. */
        readonly SettingsChangeBranding: {
            /**
             * @description Of the buttons of the payment page, readable with white letters; `default`: the color of the gateway.
             * @example #1e4fd0
             */
            readonly accentColor?: string;
            /**
             * @description What customers and issuers read.
             * @example Slow Pour
             */
            readonly name?: string;
        };
        /** @description What you want where the schemes leave a choice. */
        readonly SettingsChangeThreeDs: {
            /**
             * @description Whether you wish that the issuer asks the customer.
             * @enum {string}
             */
            readonly challenge?: "noPreference" | "noChallenge" | "requested" | "mandated";
            /**
             * @description The card takes no part in 3-D Secure: ask the acquirer all the same, or decline.
             * @enum {string}
             */
            readonly whenNotEnrolled?: "authorize" | "stop";
            /**
             * @description The issuer cannot be reached: ask the acquirer all the same, or decline.
             * @enum {string}
             */
            readonly whenUnavailable?: "authorize" | "stop";
        };
        /** @description Above it a refund in the Personal area waits for a second person. */
        readonly SettingsRefundLimit: {
            /**
             * Format: int64
             * @description Minor units that one person may give back of a payment, together with what was given back before.
             * @example 10000
             */
            readonly amount: number;
            /**
             * @description ISO 4217 letters. From version 2023-11-15 answered in upper case.
             * @example EUR
             */
            readonly currency: string;
            /**
             * @description Whose limit it is.
             * @enum {string}
             */
            readonly role: "owner" | "admin" | "support";
        };
        /** @description Above it a refund in the Personal area waits for a second person. */
        readonly SettingsRefundLimitChange: {
            /**
             * Format: int64
             * @description Minor units that one person may give back of a payment, together with what was given back before.
             * @example 10000
             */
            readonly amount: number;
            /**
             * @description ISO 4217 letters. From version 2023-11-15 answered in upper case.
             * @example EUR
             */
            readonly currency: string;
            /**
             * @description Whose limit it is.
             * @enum {string}
             */
            readonly role: "owner" | "admin" | "support";
        };
        /** @description What you want where the schemes leave a choice. */
        readonly SettingsThreeDs: {
            /**
             * @description Whether you wish that the issuer asks the customer.
             * @enum {string}
             */
            readonly challenge: "noPreference" | "noChallenge" | "requested" | "mandated";
            /**
             * @description The card takes no part in 3-D Secure: ask the acquirer all the same, or decline.
             * @enum {string}
             */
            readonly whenNotEnrolled: "authorize" | "stop";
            /**
             * @description The issuer cannot be reached: ask the acquirer all the same, or decline.
             * @enum {string}
             */
            readonly whenUnavailable: "authorize" | "stop";
        };
        /** @description Ask to keep the card for later payments; needs `merchantCustomerId`. */
        readonly SetupFutureUsage: {
            /**
             * @description What the card will be used for later. Empty, left out or `empty`: the card is not kept.
             * @enum {string}
             */
            readonly category?: "unscheduled" | "recurrent" | "installment" | "empty";
            readonly recurringModel?: components["schemas"]["RecurringModel"];
        };
        /** @description Ask to keep the card for later payments; needs `merchantCustomerId`. */
        readonly SetupFutureUsageInput: {
            /**
             * @description What the card will be used for later. Empty, left out or `empty`: the card is not kept.
             * @enum {string}
             */
            readonly category?: "unscheduled" | "recurrent" | "installment" | "empty";
            readonly recurringModel?: components["schemas"]["RecurringModelInput"];
        };
        /** @description What the customer agreed to when the card was stored. */
        readonly StoredRecurringModel: {
            /** @description What you agreed on, as you sent it. */
            readonly installment?: Record<string, never>;
            readonly recurrent?: components["schemas"]["StoredRecurringModelRecurrent"];
        };
        /** @description Until when and how often you may charge. */
        readonly StoredRecurringModelRecurrent: {
            /**
             * Format: date
             * @description The last day on which you may charge.
             */
            readonly expiry: string;
            /**
             * Format: int64
             * @description Days between two charges, at least.
             */
            readonly frequency: number;
        };
        /** @description Something without an outcome. */
        readonly StuckPayment: {
            /**
             * @description What has no outcome: an authorization (`at_…`), or what came after it (`cp_…`).
             * @example at_…
             */
            readonly id: string;
            /** @description Name of the acquirer account; null: the simulator of the sandbox. */
            readonly account: string | null;
            /** @description What a person can do. */
            readonly advice: string;
            /**
             * Format: int64
             * @description In the smallest unit of the currency.
             */
            readonly amount: number;
            /** @description ISO 4217 letters. */
            readonly currency: string;
            /** @description What the gateway knows. */
            readonly knows: string;
            /** @description Id of the merchant (`mr_…`). */
            readonly merchant: string;
            /** @description What the gateway does next. */
            readonly next: string;
            /**
             * Format: date-time
             * @description When it does that.
             * @example 2024-03-28T08:26:37Z
             */
            readonly nextAt: string;
            /** @description Id of the payment (`py_…`). */
            readonly payment: string;
            /** @description The name under which the acquirer knows it. */
            readonly reference: string;
            /**
             * Format: date-time
             * @description Since when it is open.
             * @example 2024-03-28T08:26:37Z
             */
            readonly since: string;
            /**
             * Format: int64
             * @description How often it was looked at again.
             */
            readonly tries: number;
            /** @description `authorization`, `increment`, `capture`, `void` or `refund`. */
            readonly what: string;
        };
        /** @description When the acquirer is asked. */
        readonly StuckPaymentAsked: {
            /** @description What is asked about. */
            readonly id: string;
            /**
             * @description `asked`: the acquirer is asked within some seconds. `soon`: within half a minute anyway.
             * @enum {string}
             */
            readonly outcome: "asked" | "soon";
        };
        /** @description A page of what has no outcome. */
        readonly StuckPaymentList: {
            /** @description The oldest first. */
            readonly data: readonly components["schemas"]["StuckPayment"][];
            /** @description There is another page: `nextCursor` leads to it. */
            readonly hasMore: boolean;
            /** @description Send it as `cursor` to get what follows; null at the end. */
            readonly nextCursor: string | null;
        };
        /** @description What was paid with. */
        readonly UsedPaymentMethod: {
            readonly card: components["schemas"]["Card"];
        };
        /** @description How long deliveries are held back, and how many of them. */
        readonly WebhookDelay: {
            /**
             * @description How long a delivery is held back.
             * @example 2000
             */
            readonly ms: number;
            /**
             * @description The next so many; counts down.
             * @example 1
             */
            readonly next?: number;
            /**
             * @description By chance, so many of a hundred.
             * @example 20
             */
            readonly percent?: number;
        };
        /** @description How long deliveries should be held back, and how many of them: `next` or `percent`. */
        readonly WebhookDelayInput: {
            /**
             * @description How long a delivery is held back.
             * @example 2000
             */
            readonly ms: number;
            /**
             * @description The next so many; counts down.
             * @example 1
             */
            readonly next?: number;
            /**
             * @description By chance, so many of a hundred.
             * @example 20
             */
            readonly percent?: number;
        };
        /** @description An event on its way to an endpoint. */
        readonly WebhookDelivery: {
            /**
             * Format: int64
             * @description How many tries there were.
             */
            readonly attemptCount: number;
            /** @description Newest first. */
            readonly attempts: readonly components["schemas"]["WebhookDeliveryAttempt"][];
            /**
             * Format: date-time
             * @description When the event happened.
             * @example 2024-03-28T08:26:37Z
             */
            readonly created: string;
            /**
             * Format: date-time
             * @description When it was taken.
             * @example 2024-03-28T08:26:37Z
             */
            readonly delivered?: string;
            /** @description Id of the event (`ev_…`). */
            readonly event: string;
            /** @description Type of the event. */
            readonly eventType: string;
            /**
             * Format: date-time
             * @description When it is tried next; nothing while the endpoint is switched off.
             * @example 2024-03-28T08:26:37Z
             */
            readonly nextAttempt?: string;
            /**
             * @description How it stands.
             * @enum {string}
             */
            readonly status: "pending" | "delivered" | "abandoned";
            /** @description The address. */
            readonly url: string;
            /** @description Id of the endpoint (`we_…`). */
            readonly webhookEndpoint: string;
        };
        /** @description One try to deliver, and what came back. */
        readonly WebhookDeliveryAttempt: {
            /**
             * Format: int64
             * @description Milliseconds until the answer, or until there was none.
             */
            readonly durationMs: number;
            /** @description Made on purpose: what you asked for in the sandbox. */
            readonly faults?: readonly ("delay" | "drop" | "duplicate" | "reorder" | "wrongSignature")[];
            /**
             * Format: int64
             * @description Status of the answer; null when there was none.
             */
            readonly httpStatus?: number;
            /**
             * Format: date-time
             * @description The last of the tries that ended the same way.
             * @example 2024-03-28T08:26:37Z
             */
            readonly lastStarted?: string;
            /**
             * Format: int64
             * @description The how manieth try, from 1.
             */
            readonly number: number;
            /**
             * @description What became of the try.
             * @enum {string}
             */
            readonly outcome: "delivered" | "refused" | "failed";
            /** @description Why it failed when the answer does not say it, or there was none. */
            readonly reason?: string;
            /**
             * Format: int64
             * @description Later tries that ended the same way.
             */
            readonly repeats: number;
            /** @description The headers that were sent with this try (the last of its repeats); nothing when none was sent. */
            readonly requestHeaders?: {
                readonly [key: string]: string;
            };
            /** @description The first kilobyte of the answer; of a redirect, with its `Location` in front. */
            readonly response?: string;
            /**
             * Format: date-time
             * @description When it was tried.
             * @example 2024-03-28T08:26:37Z
             */
            readonly started: string;
        };
        /** @description A page of deliveries. */
        readonly WebhookDeliveryList: {
            /** @description Newest first. */
            readonly data: readonly components["schemas"]["WebhookDelivery"][];
            /** @description There is another page: `nextCursor` leads to it. */
            readonly hasMore: boolean;
            /** @description Send it as `cursor` to get what follows; null at the end. */
            readonly nextCursor: string | null;
        };
        /** @description An address of yours that hears events. */
        readonly WebhookEndpoint: {
            /**
             * @description Unique id of the endpoint.
             * @example we_2FZ6i2JxCJ9Zg3YJ3Hn7VtGzBqMxTq3h4b9zLqk1nW8rXo5vY7cD2e
             */
            readonly id: string;
            /** @description The version its events are written in: that of the request that made it. */
            readonly apiVersion: string;
            /**
             * Format: int64
             * @description Tries in a row that failed.
             */
            readonly consecutiveFailures: number;
            /**
             * Format: date-time
             * @description When it was created.
             * @example 2024-03-28T08:26:37Z
             */
            readonly created: string;
            /** @description For you. */
            readonly description?: string;
            /**
             * @description `gone`: the endpoint answered 410.
             * @enum {string}
             */
            readonly disabledReason?: "merchant" | "gone";
            /** @description Whether events are sent there. */
            readonly enabled: boolean;
            /**
             * @description Event types to hear, or `["*"]` for all.
             * @example [
             *       "session.completed",
             *       "session.expired"
             *     ]
             */
            readonly events: readonly ("*" | "session.created" | "session.completed" | "session.expired" | "payment.created" | "payment.requiresAction" | "payment.requiresCapture" | "payment.incremented" | "payment.incrementFailed" | "payment.funded" | "payment.captureFailed" | "payment.succeeded" | "payment.blocked" | "payment.failed" | "payment.canceled" | "refund.created" | "refund.succeeded" | "refund.failed" | "paymentMethod.created" | "paymentMethod.deleted" | "webhookEndpoint.failing" | "webhookEndpoint.disabled")[];
            /**
             * Format: date-time
             * @description Since when no try has succeeded.
             * @example 2024-03-28T08:26:37Z
             */
            readonly failingSince?: string;
            /**
             * @description `ok`, or what is wrong with the endpoint.
             * @enum {string}
             */
            readonly health: "healthy" | "unsteady" | "failing" | "disabled";
            /** @description Whether customers wait until this endpoint has acknowledged `session.completed`, before they are sent back to you, for as long as `returnPolicy` says. */
            readonly holdsReturn: boolean;
            /**
             * Format: date-time
             * @description Until then deliveries are signed with the secret before this one, too.
             * @example 2024-03-28T08:26:37Z
             */
            readonly oldSecretExpiresAt?: string;
            /**
             * Format: date-time
             * @description Before it deliveries are signed with the secret before this one alone, from then on with this one alone.
             * @example 2024-03-28T08:26:37Z
             */
            readonly secretSwitchesAt?: string;
            /**
             * Format: int64
             * @description Grows with every change; of two versions of one object the one with the larger number is the newer.
             */
            readonly sequence: number;
            /**
             * @description `hmac`: with the secret, always. `ed25519`: beside it with a key pair of this endpoint, so that whoever only checks needs no secret: `v1a` in `webhook-signature`.
             * @example [
             *       "hmac",
             *       "ed25519"
             *     ]
             */
            readonly signatures: readonly ("hmac" | "ed25519")[];
            /** @description The ed25519 keys, newest first. Answers have them, events do not. */
            readonly signingKeys?: readonly components["schemas"]["WebhookSigningKey"][];
            /** @description Where they are published for everybody, as a JWK set. */
            readonly signingKeysUrl?: string;
            /**
             * Format: uri
             * @description Where events are posted to. In live mode https and a public address.
             * @example https://shop.example/webhooks
             */
            readonly url: string;
        };
        /** @description What should be different. */
        readonly WebhookEndpointChange: {
            /**
             * Format: uri
             * @description Where events are posted to. In live mode https and a public address.
             * @example https://shop.example/webhooks
             */
            readonly url?: string;
            /**
             * @description Event types to hear, or `["*"]` for all.
             * @example [
             *       "session.completed",
             *       "session.expired"
             *     ]
             */
            readonly events?: readonly ("*" | "session.created" | "session.completed" | "session.expired" | "payment.created" | "payment.requiresAction" | "payment.requiresCapture" | "payment.incremented" | "payment.incrementFailed" | "payment.funded" | "payment.captureFailed" | "payment.succeeded" | "payment.blocked" | "payment.failed" | "payment.canceled" | "refund.created" | "refund.succeeded" | "refund.failed" | "paymentMethod.created" | "paymentMethod.deleted" | "webhookEndpoint.failing" | "webhookEndpoint.disabled")[];
            /** @description For you. */
            readonly description?: string;
            /** @description An endpoint that is disabled misses what happens meanwhile. */
            readonly enabled?: boolean;
            /** @description Whether customers wait until this endpoint has acknowledged `session.completed`, before they are sent back to you, for as long as `returnPolicy` says. */
            readonly holdsReturn?: boolean;
            /**
             * @description `hmac`: with the secret, always. `ed25519`: beside it with a key pair of this endpoint, so that whoever only checks needs no secret: `v1a` in `webhook-signature`.
             * @example [
             *       "hmac",
             *       "ed25519"
             *     ]
             */
            readonly signatures?: readonly ("hmac" | "ed25519")[];
        };
        /** @description An address that should hear events. */
        readonly WebhookEndpointCreate: {
            /**
             * Format: uri
             * @description Where events are posted to. In live mode https and a public address.
             * @example https://shop.example/webhooks
             */
            readonly url: string;
            /**
             * @description Event types to hear, or `["*"]` for all.
             * @example [
             *       "session.completed",
             *       "session.expired"
             *     ]
             */
            readonly events?: readonly ("*" | "session.created" | "session.completed" | "session.expired" | "payment.created" | "payment.requiresAction" | "payment.requiresCapture" | "payment.incremented" | "payment.incrementFailed" | "payment.funded" | "payment.captureFailed" | "payment.succeeded" | "payment.blocked" | "payment.failed" | "payment.canceled" | "refund.created" | "refund.succeeded" | "refund.failed" | "paymentMethod.created" | "paymentMethod.deleted" | "webhookEndpoint.failing" | "webhookEndpoint.disabled")[];
            /** @description For you. */
            readonly description?: string;
            /** @description Whether customers wait until this endpoint has acknowledged `session.completed`, before they are sent back to you, for as long as `returnPolicy` says. */
            readonly holdsReturn?: boolean;
            /**
             * @description `hmac`: with the secret, always. `ed25519`: beside it with a key pair of this endpoint, so that whoever only checks needs no secret: `v1a` in `webhook-signature`.
             * @example [
             *       "hmac",
             *       "ed25519"
             *     ]
             */
            readonly signatures?: readonly ("hmac" | "ed25519")[];
        };
        /** @description An event about a webhookEndpoint, with the webhookEndpoint as it was at that moment. */
        readonly WebhookEndpointEvent: {
            /**
             * @description Unique id of the event: the same one delivered twice is the same event.
             * @example ev_2FZ6i2JxCJ9Zg3YJ3Hn7VtGzBqMxTq3h4b9zLqk1nW8rXo5vY7cD2e
             */
            readonly id: string;
            /**
             * Format: date-time
             * @description When it happened.
             * @example 2024-03-28T08:26:37Z
             */
            readonly created: string;
            /** @description In the feed only: `after` this, the feed goes on behind this event. No webhook has it. */
            readonly cursor?: string;
            readonly data: components["schemas"]["WebhookEndpointEventData"];
            /**
             * Format: int64
             * @description The place of this event among those of its session.
             */
            readonly sequence: number;
            /**
             * @description What happened.
             * @enum {string}
             */
            readonly type: "webhookEndpoint.failing" | "webhookEndpoint.disabled" | "webhookEndpoint.test";
        };
        /** @description What the event is about. */
        readonly WebhookEndpointEventData: {
            readonly object: components["schemas"]["WebhookEndpoint"];
        };
        /** @description A page of endpoints. */
        readonly WebhookEndpointList: {
            /** @description Newest first. */
            readonly data: readonly components["schemas"]["WebhookEndpoint"][];
            /** @description There is another page: `nextCursor` leads to it. */
            readonly hasMore: boolean;
            /** @description Send it as `cursor` to get what follows; null at the end. */
            readonly nextCursor: string | null;
        };
        /** @description An endpoint, with the secret that signs its deliveries: it is shown this once. */
        readonly WebhookEndpointWithSecret: {
            /**
             * @description Unique id of the endpoint.
             * @example we_2FZ6i2JxCJ9Zg3YJ3Hn7VtGzBqMxTq3h4b9zLqk1nW8rXo5vY7cD2e
             */
            readonly id: string;
            /** @description The version its events are written in: that of the request that made it. */
            readonly apiVersion: string;
            /**
             * Format: int64
             * @description Tries in a row that failed.
             */
            readonly consecutiveFailures: number;
            /**
             * Format: date-time
             * @description When it was created.
             * @example 2024-03-28T08:26:37Z
             */
            readonly created: string;
            /** @description For you. */
            readonly description?: string;
            /**
             * @description `gone`: the endpoint answered 410.
             * @enum {string}
             */
            readonly disabledReason?: "merchant" | "gone";
            /** @description Whether events are sent there. */
            readonly enabled: boolean;
            /**
             * @description Event types to hear, or `["*"]` for all.
             * @example [
             *       "session.completed",
             *       "session.expired"
             *     ]
             */
            readonly events: readonly ("*" | "session.created" | "session.completed" | "session.expired" | "payment.created" | "payment.requiresAction" | "payment.requiresCapture" | "payment.incremented" | "payment.incrementFailed" | "payment.funded" | "payment.captureFailed" | "payment.succeeded" | "payment.blocked" | "payment.failed" | "payment.canceled" | "refund.created" | "refund.succeeded" | "refund.failed" | "paymentMethod.created" | "paymentMethod.deleted" | "webhookEndpoint.failing" | "webhookEndpoint.disabled")[];
            /**
             * Format: date-time
             * @description Since when no try has succeeded.
             * @example 2024-03-28T08:26:37Z
             */
            readonly failingSince?: string;
            /**
             * @description `ok`, or what is wrong with the endpoint.
             * @enum {string}
             */
            readonly health: "healthy" | "unsteady" | "failing" | "disabled";
            /** @description Whether customers wait until this endpoint has acknowledged `session.completed`, before they are sent back to you, for as long as `returnPolicy` says. */
            readonly holdsReturn: boolean;
            /**
             * Format: date-time
             * @description Until then deliveries are signed with the secret before this one, too.
             * @example 2024-03-28T08:26:37Z
             */
            readonly oldSecretExpiresAt?: string;
            /**
             * Format: date-time
             * @description Before it deliveries are signed with the secret before this one alone, from then on with this one alone.
             * @example 2024-03-28T08:26:37Z
             */
            readonly secretSwitchesAt?: string;
            /**
             * Format: int64
             * @description Grows with every change; of two versions of one object the one with the larger number is the newer.
             */
            readonly sequence: number;
            /**
             * @description `hmac`: with the secret, always. `ed25519`: beside it with a key pair of this endpoint, so that whoever only checks needs no secret: `v1a` in `webhook-signature`.
             * @example [
             *       "hmac",
             *       "ed25519"
             *     ]
             */
            readonly signatures: readonly ("hmac" | "ed25519")[];
            /** @description The ed25519 keys, newest first. Answers have them, events do not. */
            readonly signingKeys?: readonly components["schemas"]["WebhookSigningKey"][];
            /** @description Where they are published for everybody, as a JWK set. */
            readonly signingKeysUrl?: string;
            /**
             * Format: uri
             * @description Where events are posted to. In live mode https and a public address.
             * @example https://shop.example/webhooks
             */
            readonly url: string;
            /** @description Checks the signature of every delivery. Shown this once. */
            readonly secret: string;
        };
        /** @description How often a fault is made. */
        readonly WebhookFault: {
            /**
             * @description The next so many; counts down.
             * @example 1
             */
            readonly next?: number;
            /**
             * @description By chance, so many of a hundred.
             * @example 20
             */
            readonly percent?: number;
        };
        /** @description How often a fault should be made: `next` or `percent`. */
        readonly WebhookFaultInput: {
            /**
             * @description The next so many; counts down.
             * @example 1
             */
            readonly next?: number;
            /**
             * @description By chance, so many of a hundred.
             * @example 20
             */
            readonly percent?: number;
        };
        /** @description What deliveries to an endpoint suffer on purpose, in the sandbox. */
        readonly WebhookFaults: {
            readonly delay?: components["schemas"]["WebhookDelay"];
            readonly drop?: components["schemas"]["WebhookFault"];
            readonly duplicate?: components["schemas"]["WebhookFault"];
            readonly reorder?: components["schemas"]["WebhookFault"];
            readonly wrongSignature?: components["schemas"]["WebhookFault"];
        };
        /** @description What deliveries to an endpoint should suffer on purpose, in the sandbox. */
        readonly WebhookFaultsSet: {
            readonly delay?: components["schemas"]["WebhookDelayInput"];
            readonly drop?: components["schemas"]["WebhookFaultInput"];
            readonly duplicate?: components["schemas"]["WebhookFaultInput"];
            readonly reorder?: components["schemas"]["WebhookFaultInput"];
            readonly wrongSignature?: components["schemas"]["WebhookFaultInput"];
        };
        /** @description Events of a stretch of time that are sent to an endpoint again. */
        readonly WebhookReplay: {
            /**
             * @description Unique id of the replay.
             * @example wr_2FZ6i2JxCJ9Zg3YJ3Hn7VtGzBqMxTq3h4b9zLqk1nW8rXo5vY7cD2e
             */
            readonly id: string;
            /**
             * Format: date-time
             * @description When it was ordered.
             * @example 2024-03-28T08:26:37Z
             */
            readonly created: string;
            /**
             * Format: date-time
             * @description When it was completed or canceled.
             * @example 2024-03-28T08:26:37Z
             */
            readonly ended?: string;
            /**
             * Format: date-time
             * @description Events from this time on,
             * @example 2024-03-28T08:26:37Z
             */
            readonly from: string;
            /** @description Whether what the endpoint has taken already is left out. */
            readonly onlyUndelivered: boolean;
            /** @description How much of the stretch of time was looked at, in percent. */
            readonly progress: number;
            /**
             * Format: int64
             * @description Events that were put on their way.
             */
            readonly queued: number;
            /**
             * Format: int64
             * @description Events that were not: delivered already (with `onlyUndelivered`), or being sent at that moment.
             */
            readonly skipped: number;
            /**
             * @description `completed`: everything was put on its way; its deliveries say what became of it.
             * @enum {string}
             */
            readonly status: "running" | "completed" | "canceled";
            /**
             * Format: date-time
             * @description and before this one.
             * @example 2024-03-28T08:26:37Z
             */
            readonly to: string;
            /** @description Only these; nothing here: those to which the endpoint subscribes. */
            readonly types?: readonly string[];
            /** @description Id of the endpoint (`we_…`). */
            readonly webhookEndpoint: string;
        };
        /** @description Which events to send to an endpoint again. */
        readonly WebhookReplayCreate: {
            /**
             * Format: date-time
             * @description Events that happened at or after this time, at most 90 days ago.
             * @example 2024-03-28T08:26:37Z
             */
            readonly from: string;
            /**
             * Format: date-time
             * @description Events that happened before this time; now, when left out.
             * @example 2024-03-28T08:26:37Z
             */
            readonly to?: string;
            /**
             * @description Only these types, whether or not the endpoint subscribes to them; `["*"]` for all. Left out: those to which it subscribes.
             * @example [
             *       "session.completed"
             *     ]
             */
            readonly types?: readonly ("*" | "session.created" | "session.completed" | "session.expired" | "payment.created" | "payment.requiresAction" | "payment.requiresCapture" | "payment.incremented" | "payment.incrementFailed" | "payment.funded" | "payment.captureFailed" | "payment.succeeded" | "payment.blocked" | "payment.failed" | "payment.canceled" | "refund.created" | "refund.succeeded" | "refund.failed" | "paymentMethod.created" | "paymentMethod.deleted" | "webhookEndpoint.failing" | "webhookEndpoint.disabled" | "webhookEndpoint.test")[];
            /** @description Only what this endpoint has not taken yet, or never got; false when left out: everything. */
            readonly onlyUndelivered?: boolean;
        };
        /** @description A page of replays. */
        readonly WebhookReplayList: {
            /** @description Newest first. */
            readonly data: readonly components["schemas"]["WebhookReplay"][];
            /** @description There is another page: `nextCursor` leads to it. */
            readonly hasMore: boolean;
            /** @description Send it as `cursor` to get what follows; null at the end. */
            readonly nextCursor: string | null;
        };
        /** @description How the new secret takes the place of the old one. */
        readonly WebhookSecretRotate: {
            /** @description How long both secrets sign; 24 when left out. */
            readonly overlapHours?: number;
            /**
             * @description `both`: two signatures for a while. `switchAt`: always one. Left out: `switchAt` when a moment is named.
             * @enum {string}
             */
            readonly rotation?: "both" | "switchAt";
            /**
             * Format: date-time
             * @description From when on the new secret signs: 30 seconds to 30 days from now, in whole seconds.
             */
            readonly switchAt?: string;
        };
        /** @description A public ed25519 key that verifies deliveries to an endpoint. */
        readonly WebhookSigningKey: {
            /**
             * Format: date-time
             * @description Until then it signs beside the one that took its place.
             * @example 2024-03-28T08:26:37Z
             */
            readonly expiresAt?: string;
            /** @description Its name in the published set. */
            readonly kid: string;
            /** @description `whpk_` and base64, as Standard Webhooks writes it. */
            readonly publicKey: string;
        };
        /** @description How long the old ed25519 key signs beside the new one. */
        readonly WebhookSigningKeyRotate: {
            /** @description How long both keys sign; 24 when left out. */
            readonly overlapHours?: number;
        };
        /**
         * @description A version of the API, by its date.
         * @enum {string}
         */
        readonly ApiVersion: "2023-10-31" | "2023-11-15";
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: {
        /** @description Name it when you ask for help. */
        readonly "API-Request-Id": string;
        /** @description `true`: this `Idempotency-Key` was answered before, and this is that answer again. */
        readonly "Idempotent-Replayed": "true";
        /** @description Beside `Idempotent-Replayed`, when the session that is answered again is over by now: `completed` or `expired`. Its page is closed; for another try send a new `Idempotency-Key`. */
        readonly "Idempotent-Session-Status": "completed" | "expired";
        /** @description For accounts whose unknown request fields are ignored: the fields of this request that were, such as `colour, customerDetails.planet`. */
        readonly "X-Ignored-Fields": string;
        /** @description Seconds to wait before the same request is sent again. */
        readonly "Retry-After": number;
        /** @description The version of this answer. */
        readonly "X-Version": "2023-10-31" | "2023-11-15";
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    readonly listSessions: {
        readonly parameters: {
            readonly query?: {
                /** @description How many, 1 to 100; 20 when left out. */
                readonly limit?: number;
                /** @description `nextCursor` of the page before. */
                readonly cursor?: string;
                /** @description Only what was created at or after this time. */
                readonly createdFrom?: string;
                /** @description Only what was created before this time. */
                readonly createdTo?: string;
                /** @description Only sessions with this status. */
                readonly status?: "open" | "completed" | "expired";
                /** @description Only sessions with this reference of yours. */
                readonly merchantReferenceId?: string;
            };
            readonly header?: {
                /** @description The version to answer in; 2023-11-15 when left out. */
                readonly "X-Version"?: components["schemas"]["ApiVersion"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": "ps_2GRSigkh7m3hqz5pMCAYCzJaXjsHgypQui6nMBss3XLVLF8gwDASHP",
                     *           "amount": 10000,
                     *           "created": "2024-03-28T08:26:37Z",
                     *           "currency": "EUR",
                     *           "customerDetails": {
                     *             "email": "ada@example.com",
                     *             "phone": "+49 30 1234567",
                     *             "fullName": "Ada Lovelace"
                     *           },
                     *           "expiresAt": "2024-03-28T08:26:37Z",
                     *           "failureUrl": "text",
                     *           "locale": "EN",
                     *           "merchantCustomerId": "customer-1042",
                     *           "merchantReferenceId": "4000",
                     *           "metadata": {
                     *             "cart": "c-1042"
                     *           },
                     *           "payment": "py_2FZ6i2JxCJ9Zg3YJ3Hn7VtGzBqMxTq3h4b9zLqk1nW8rXo5vY7cD2e",
                     *           "paymentData": {
                     *             "captureMethod": "automatic"
                     *           },
                     *           "paymentStatus": "unpaid",
                     *           "sequence": 1,
                     *           "status": "open",
                     *           "successUrl": "text"
                     *         }
                     *       ],
                     *       "hasMore": false,
                     *       "nextCursor": null
                     *     }
                     */
                    readonly "application/json": components["schemas"]["SessionList"];
                };
            };
            /** @description What went wrong: 4xx is for you to change, 5xx for us; the code says which. */
            readonly default: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    readonly "Idempotent-Session-Status": components["headers"]["Idempotent-Session-Status"];
                    readonly "X-Ignored-Fields": components["headers"]["X-Ignored-Fields"];
                    readonly "Retry-After": components["headers"]["Retry-After"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "http://localhost:8080/docs/errors#invalid_fields",
                     *       "title": "Invalid fields",
                     *       "status": 400,
                     *       "code": "invalid_fields",
                     *       "detail": "The request has fields that are not right: see errors.",
                     *       "message": "The request has fields that are not right: see errors.",
                     *       "errors": [
                     *         {
                     *           "pointer": "/amount",
                     *           "code": "minimum",
                     *           "message": "must be at least 1."
                     *         }
                     *       ],
                     *       "requestId": "req_0193a1f4-5b7e-7c3d-8e21-6f4a9b0c1d2e"
                     *     }
                     */
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly createSession: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The version to answer in; 2023-11-15 when left out. */
                readonly "X-Version"?: components["schemas"]["ApiVersion"];
                /** @description Names this request: your order and the number of the try, such as `order-1042-try-1`. The same key and body give the same answer for 30 days, and one effect. */
                readonly "Idempotency-Key"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        /** @description A field that is optional may be left out, `null` or empty text: all three mean the same. */
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["SessionCreate"];
            };
        };
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    readonly "Idempotent-Session-Status": components["headers"]["Idempotent-Session-Status"];
                    readonly "X-Ignored-Fields": components["headers"]["X-Ignored-Fields"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "ps_2GRSigkh7m3hqz5pMCAYCzJaXjsHgypQui6nMBss3XLVLF8gwDASHP",
                     *       "amount": 10000,
                     *       "created": "2024-03-28T08:26:37Z",
                     *       "currency": "EUR",
                     *       "customerDetails": {
                     *         "email": "ada@example.com",
                     *         "phone": "+49 30 1234567",
                     *         "fullName": "Ada Lovelace"
                     *       },
                     *       "expiresAt": "2024-03-28T08:26:37Z",
                     *       "failureUrl": "text",
                     *       "locale": "EN",
                     *       "merchantCustomerId": "customer-1042",
                     *       "merchantReferenceId": "4000",
                     *       "metadata": {
                     *         "cart": "c-1042"
                     *       },
                     *       "payment": "py_2FZ6i2JxCJ9Zg3YJ3Hn7VtGzBqMxTq3h4b9zLqk1nW8rXo5vY7cD2e",
                     *       "paymentData": {
                     *         "captureMethod": "automatic"
                     *       },
                     *       "paymentStatus": "unpaid",
                     *       "sequence": 1,
                     *       "status": "open",
                     *       "successUrl": "text"
                     *     }
                     */
                    readonly "application/json": components["schemas"]["Session"];
                };
            };
            /** @description What went wrong: 4xx is for you to change, 5xx for us; the code says which. */
            readonly default: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    readonly "Idempotent-Session-Status": components["headers"]["Idempotent-Session-Status"];
                    readonly "X-Ignored-Fields": components["headers"]["X-Ignored-Fields"];
                    readonly "Retry-After": components["headers"]["Retry-After"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "http://localhost:8080/docs/errors#invalid_fields",
                     *       "title": "Invalid fields",
                     *       "status": 400,
                     *       "code": "invalid_fields",
                     *       "detail": "The request has fields that are not right: see errors.",
                     *       "message": "The request has fields that are not right: see errors.",
                     *       "errors": [
                     *         {
                     *           "pointer": "/amount",
                     *           "code": "minimum",
                     *           "message": "must be at least 1."
                     *         }
                     *       ],
                     *       "requestId": "req_0193a1f4-5b7e-7c3d-8e21-6f4a9b0c1d2e"
                     *     }
                     */
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly retrieveSession: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The version to answer in; 2023-11-15 when left out. */
                readonly "X-Version"?: components["schemas"]["ApiVersion"];
            };
            readonly path: {
                /** @description Id of the session (`ps_…`). */
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "ps_2GRSigkh7m3hqz5pMCAYCzJaXjsHgypQui6nMBss3XLVLF8gwDASHP",
                     *       "amount": 10000,
                     *       "created": "2024-03-28T08:26:37Z",
                     *       "currency": "EUR",
                     *       "customerDetails": {
                     *         "email": "ada@example.com",
                     *         "phone": "+49 30 1234567",
                     *         "fullName": "Ada Lovelace"
                     *       },
                     *       "expiresAt": "2024-03-28T08:26:37Z",
                     *       "failureUrl": "text",
                     *       "locale": "EN",
                     *       "merchantCustomerId": "customer-1042",
                     *       "merchantReferenceId": "4000",
                     *       "metadata": {
                     *         "cart": "c-1042"
                     *       },
                     *       "payment": "py_2FZ6i2JxCJ9Zg3YJ3Hn7VtGzBqMxTq3h4b9zLqk1nW8rXo5vY7cD2e",
                     *       "paymentData": {
                     *         "captureMethod": "automatic"
                     *       },
                     *       "paymentStatus": "unpaid",
                     *       "sequence": 1,
                     *       "status": "open",
                     *       "successUrl": "text"
                     *     }
                     */
                    readonly "application/json": components["schemas"]["Session"];
                };
            };
            /** @description What went wrong: 4xx is for you to change, 5xx for us; the code says which. */
            readonly default: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    readonly "Idempotent-Session-Status": components["headers"]["Idempotent-Session-Status"];
                    readonly "X-Ignored-Fields": components["headers"]["X-Ignored-Fields"];
                    readonly "Retry-After": components["headers"]["Retry-After"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "http://localhost:8080/docs/errors#invalid_fields",
                     *       "title": "Invalid fields",
                     *       "status": 400,
                     *       "code": "invalid_fields",
                     *       "detail": "The request has fields that are not right: see errors.",
                     *       "message": "The request has fields that are not right: see errors.",
                     *       "errors": [
                     *         {
                     *           "pointer": "/amount",
                     *           "code": "minimum",
                     *           "message": "must be at least 1."
                     *         }
                     *       ],
                     *       "requestId": "req_0193a1f4-5b7e-7c3d-8e21-6f4a9b0c1d2e"
                     *     }
                     */
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly expireSession: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The version to answer in; 2023-11-15 when left out. */
                readonly "X-Version"?: components["schemas"]["ApiVersion"];
                /** @description Names this request: your order and the number of the try, such as `order-1042-try-1`. The same key and body give the same answer for 30 days, and one effect. */
                readonly "Idempotency-Key"?: string;
            };
            readonly path: {
                /** @description Id of the session (`ps_…`). */
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    readonly "Idempotent-Session-Status": components["headers"]["Idempotent-Session-Status"];
                    readonly "X-Ignored-Fields": components["headers"]["X-Ignored-Fields"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "ps_2GRSigkh7m3hqz5pMCAYCzJaXjsHgypQui6nMBss3XLVLF8gwDASHP",
                     *       "amount": 10000,
                     *       "created": "2024-03-28T08:26:37Z",
                     *       "currency": "EUR",
                     *       "customerDetails": {
                     *         "email": "ada@example.com",
                     *         "phone": "+49 30 1234567",
                     *         "fullName": "Ada Lovelace"
                     *       },
                     *       "expiresAt": "2024-03-28T08:26:37Z",
                     *       "failureUrl": "text",
                     *       "locale": "EN",
                     *       "merchantCustomerId": "customer-1042",
                     *       "merchantReferenceId": "4000",
                     *       "metadata": {
                     *         "cart": "c-1042"
                     *       },
                     *       "payment": "py_2FZ6i2JxCJ9Zg3YJ3Hn7VtGzBqMxTq3h4b9zLqk1nW8rXo5vY7cD2e",
                     *       "paymentData": {
                     *         "captureMethod": "automatic"
                     *       },
                     *       "paymentStatus": "unpaid",
                     *       "sequence": 1,
                     *       "status": "open",
                     *       "successUrl": "text"
                     *     }
                     */
                    readonly "application/json": components["schemas"]["Session"];
                };
            };
            /** @description What went wrong: 4xx is for you to change, 5xx for us; the code says which. */
            readonly default: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    readonly "Idempotent-Session-Status": components["headers"]["Idempotent-Session-Status"];
                    readonly "X-Ignored-Fields": components["headers"]["X-Ignored-Fields"];
                    readonly "Retry-After": components["headers"]["Retry-After"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "http://localhost:8080/docs/errors#invalid_fields",
                     *       "title": "Invalid fields",
                     *       "status": 400,
                     *       "code": "invalid_fields",
                     *       "detail": "The request has fields that are not right: see errors.",
                     *       "message": "The request has fields that are not right: see errors.",
                     *       "errors": [
                     *         {
                     *           "pointer": "/amount",
                     *           "code": "minimum",
                     *           "message": "must be at least 1."
                     *         }
                     *       ],
                     *       "requestId": "req_0193a1f4-5b7e-7c3d-8e21-6f4a9b0c1d2e"
                     *     }
                     */
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly listPayments: {
        readonly parameters: {
            readonly query?: {
                /** @description How many, 1 to 100; 20 when left out. */
                readonly limit?: number;
                /** @description `nextCursor` of the page before. */
                readonly cursor?: string;
                /** @description Only what was created at or after this time. */
                readonly createdFrom?: string;
                /** @description Only what was created before this time. */
                readonly createdTo?: string;
                /** @description Only payments with this status. */
                readonly status?: "requiresPaymentMethod" | "requiresAction" | "requiresCapture" | "processing" | "succeeded" | "failed" | "canceled";
                /** @description Only payments with this reference of yours. */
                readonly merchantReferenceId?: string;
                /** @description Only the payment of this session. */
                readonly session?: string;
            };
            readonly header?: {
                /** @description The version to answer in; 2023-11-15 when left out. */
                readonly "X-Version"?: components["schemas"]["ApiVersion"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": "py_2GSLCTk1xdxGcgTkFzUPmeD5eQpo9wKsNDxBifZSbNvnVCgHoivAg3",
                     *           "amount": 10000,
                     *           "amountCapturable": 1,
                     *           "amountCaptured": 1,
                     *           "amountRefunded": 1,
                     *           "captureMethod": "automatic",
                     *           "created": "2024-03-28T08:26:37Z",
                     *           "currency": "EUR",
                     *           "merchantReferenceId": "4000",
                     *           "metadata": {
                     *             "cart": "c-1042"
                     *           },
                     *           "paymentMethod": {
                     *             "card": {
                     *               "bin": "text",
                     *               "brand": "visa",
                     *               "expiryMonth": 1,
                     *               "expiryYear": 2000,
                     *               "last4": "1111"
                     *             }
                     *           },
                     *           "sequence": 1,
                     *           "session": "ps_2GRSigkh7m3hqz5pMCAYCzJaXjsHgypQui6nMBss3XLVLF8gwDASHP",
                     *           "status": "requiresPaymentMethod"
                     *         }
                     *       ],
                     *       "hasMore": false,
                     *       "nextCursor": null
                     *     }
                     */
                    readonly "application/json": components["schemas"]["PaymentList"];
                };
            };
            /** @description What went wrong: 4xx is for you to change, 5xx for us; the code says which. */
            readonly default: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    readonly "Idempotent-Session-Status": components["headers"]["Idempotent-Session-Status"];
                    readonly "X-Ignored-Fields": components["headers"]["X-Ignored-Fields"];
                    readonly "Retry-After": components["headers"]["Retry-After"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "http://localhost:8080/docs/errors#invalid_fields",
                     *       "title": "Invalid fields",
                     *       "status": 400,
                     *       "code": "invalid_fields",
                     *       "detail": "The request has fields that are not right: see errors.",
                     *       "message": "The request has fields that are not right: see errors.",
                     *       "errors": [
                     *         {
                     *           "pointer": "/amount",
                     *           "code": "minimum",
                     *           "message": "must be at least 1."
                     *         }
                     *       ],
                     *       "requestId": "req_0193a1f4-5b7e-7c3d-8e21-6f4a9b0c1d2e"
                     *     }
                     */
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly createPayment: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The version to answer in; 2023-11-15 when left out. */
                readonly "X-Version"?: components["schemas"]["ApiVersion"];
                /** @description Names this request: your order and the number of the try, such as `order-1042-try-1`. The same key and body give the same answer for 30 days, and one effect. */
                readonly "Idempotency-Key"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        /** @description A field that is optional may be left out, `null` or empty text: all three mean the same. */
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["PaymentCreate"];
            };
        };
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    readonly "Idempotent-Session-Status": components["headers"]["Idempotent-Session-Status"];
                    readonly "X-Ignored-Fields": components["headers"]["X-Ignored-Fields"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "py_2GSLCTk1xdxGcgTkFzUPmeD5eQpo9wKsNDxBifZSbNvnVCgHoivAg3",
                     *       "amount": 10000,
                     *       "amountCapturable": 1,
                     *       "amountCaptured": 1,
                     *       "amountRefunded": 1,
                     *       "captureMethod": "automatic",
                     *       "created": "2024-03-28T08:26:37Z",
                     *       "currency": "EUR",
                     *       "merchantReferenceId": "4000",
                     *       "metadata": {
                     *         "cart": "c-1042"
                     *       },
                     *       "paymentMethod": {
                     *         "card": {
                     *           "bin": "text",
                     *           "brand": "visa",
                     *           "expiryMonth": 1,
                     *           "expiryYear": 2000,
                     *           "last4": "1111"
                     *         }
                     *       },
                     *       "sequence": 1,
                     *       "session": "ps_2GRSigkh7m3hqz5pMCAYCzJaXjsHgypQui6nMBss3XLVLF8gwDASHP",
                     *       "status": "requiresPaymentMethod"
                     *     }
                     */
                    readonly "application/json": components["schemas"]["Payment"];
                };
            };
            /** @description What went wrong: 4xx is for you to change, 5xx for us; the code says which. */
            readonly default: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    readonly "Idempotent-Session-Status": components["headers"]["Idempotent-Session-Status"];
                    readonly "X-Ignored-Fields": components["headers"]["X-Ignored-Fields"];
                    readonly "Retry-After": components["headers"]["Retry-After"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "http://localhost:8080/docs/errors#invalid_fields",
                     *       "title": "Invalid fields",
                     *       "status": 400,
                     *       "code": "invalid_fields",
                     *       "detail": "The request has fields that are not right: see errors.",
                     *       "message": "The request has fields that are not right: see errors.",
                     *       "errors": [
                     *         {
                     *           "pointer": "/amount",
                     *           "code": "minimum",
                     *           "message": "must be at least 1."
                     *         }
                     *       ],
                     *       "requestId": "req_0193a1f4-5b7e-7c3d-8e21-6f4a9b0c1d2e"
                     *     }
                     */
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly retrievePayment: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The version to answer in; 2023-11-15 when left out. */
                readonly "X-Version"?: components["schemas"]["ApiVersion"];
            };
            readonly path: {
                /** @description Id of the payment (`py_…`). */
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "py_2GSLCTk1xdxGcgTkFzUPmeD5eQpo9wKsNDxBifZSbNvnVCgHoivAg3",
                     *       "amount": 10000,
                     *       "amountCapturable": 1,
                     *       "amountCaptured": 1,
                     *       "amountRefunded": 1,
                     *       "captureMethod": "automatic",
                     *       "created": "2024-03-28T08:26:37Z",
                     *       "currency": "EUR",
                     *       "merchantReferenceId": "4000",
                     *       "metadata": {
                     *         "cart": "c-1042"
                     *       },
                     *       "paymentMethod": {
                     *         "card": {
                     *           "bin": "text",
                     *           "brand": "visa",
                     *           "expiryMonth": 1,
                     *           "expiryYear": 2000,
                     *           "last4": "1111"
                     *         }
                     *       },
                     *       "sequence": 1,
                     *       "session": "ps_2GRSigkh7m3hqz5pMCAYCzJaXjsHgypQui6nMBss3XLVLF8gwDASHP",
                     *       "status": "requiresPaymentMethod"
                     *     }
                     */
                    readonly "application/json": components["schemas"]["Payment"];
                };
            };
            /** @description What went wrong: 4xx is for you to change, 5xx for us; the code says which. */
            readonly default: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    readonly "Idempotent-Session-Status": components["headers"]["Idempotent-Session-Status"];
                    readonly "X-Ignored-Fields": components["headers"]["X-Ignored-Fields"];
                    readonly "Retry-After": components["headers"]["Retry-After"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "http://localhost:8080/docs/errors#invalid_fields",
                     *       "title": "Invalid fields",
                     *       "status": 400,
                     *       "code": "invalid_fields",
                     *       "detail": "The request has fields that are not right: see errors.",
                     *       "message": "The request has fields that are not right: see errors.",
                     *       "errors": [
                     *         {
                     *           "pointer": "/amount",
                     *           "code": "minimum",
                     *           "message": "must be at least 1."
                     *         }
                     *       ],
                     *       "requestId": "req_0193a1f4-5b7e-7c3d-8e21-6f4a9b0c1d2e"
                     *     }
                     */
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly capturePayment: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The version to answer in; 2023-11-15 when left out. */
                readonly "X-Version"?: components["schemas"]["ApiVersion"];
                /** @description Names this request: your order and the number of the try, such as `order-1042-try-1`. The same key and body give the same answer for 30 days, and one effect. */
                readonly "Idempotency-Key"?: string;
            };
            readonly path: {
                /** @description Id of the payment (`py_…`). */
                readonly id: string;
            };
            readonly cookie?: never;
        };
        /** @description A field that is optional may be left out, `null` or empty text: all three mean the same. */
        readonly requestBody?: {
            readonly content: {
                readonly "application/json": components["schemas"]["PaymentCapture"];
            };
        };
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    readonly "Idempotent-Session-Status": components["headers"]["Idempotent-Session-Status"];
                    readonly "X-Ignored-Fields": components["headers"]["X-Ignored-Fields"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "py_2GSLCTk1xdxGcgTkFzUPmeD5eQpo9wKsNDxBifZSbNvnVCgHoivAg3",
                     *       "amount": 10000,
                     *       "amountCapturable": 1,
                     *       "amountCaptured": 1,
                     *       "amountRefunded": 1,
                     *       "captureMethod": "automatic",
                     *       "created": "2024-03-28T08:26:37Z",
                     *       "currency": "EUR",
                     *       "merchantReferenceId": "4000",
                     *       "metadata": {
                     *         "cart": "c-1042"
                     *       },
                     *       "paymentMethod": {
                     *         "card": {
                     *           "bin": "text",
                     *           "brand": "visa",
                     *           "expiryMonth": 1,
                     *           "expiryYear": 2000,
                     *           "last4": "1111"
                     *         }
                     *       },
                     *       "sequence": 1,
                     *       "session": "ps_2GRSigkh7m3hqz5pMCAYCzJaXjsHgypQui6nMBss3XLVLF8gwDASHP",
                     *       "status": "requiresPaymentMethod"
                     *     }
                     */
                    readonly "application/json": components["schemas"]["Payment"];
                };
            };
            /** @description What went wrong: 4xx is for you to change, 5xx for us; the code says which. */
            readonly default: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    readonly "Idempotent-Session-Status": components["headers"]["Idempotent-Session-Status"];
                    readonly "X-Ignored-Fields": components["headers"]["X-Ignored-Fields"];
                    readonly "Retry-After": components["headers"]["Retry-After"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "http://localhost:8080/docs/errors#invalid_fields",
                     *       "title": "Invalid fields",
                     *       "status": 400,
                     *       "code": "invalid_fields",
                     *       "detail": "The request has fields that are not right: see errors.",
                     *       "message": "The request has fields that are not right: see errors.",
                     *       "errors": [
                     *         {
                     *           "pointer": "/amount",
                     *           "code": "minimum",
                     *           "message": "must be at least 1."
                     *         }
                     *       ],
                     *       "requestId": "req_0193a1f4-5b7e-7c3d-8e21-6f4a9b0c1d2e"
                     *     }
                     */
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly cancelPayment: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The version to answer in; 2023-11-15 when left out. */
                readonly "X-Version"?: components["schemas"]["ApiVersion"];
                /** @description Names this request: your order and the number of the try, such as `order-1042-try-1`. The same key and body give the same answer for 30 days, and one effect. */
                readonly "Idempotency-Key"?: string;
            };
            readonly path: {
                /** @description Id of the payment (`py_…`). */
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    readonly "Idempotent-Session-Status": components["headers"]["Idempotent-Session-Status"];
                    readonly "X-Ignored-Fields": components["headers"]["X-Ignored-Fields"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "py_2GSLCTk1xdxGcgTkFzUPmeD5eQpo9wKsNDxBifZSbNvnVCgHoivAg3",
                     *       "amount": 10000,
                     *       "amountCapturable": 1,
                     *       "amountCaptured": 1,
                     *       "amountRefunded": 1,
                     *       "captureMethod": "automatic",
                     *       "created": "2024-03-28T08:26:37Z",
                     *       "currency": "EUR",
                     *       "merchantReferenceId": "4000",
                     *       "metadata": {
                     *         "cart": "c-1042"
                     *       },
                     *       "paymentMethod": {
                     *         "card": {
                     *           "bin": "text",
                     *           "brand": "visa",
                     *           "expiryMonth": 1,
                     *           "expiryYear": 2000,
                     *           "last4": "1111"
                     *         }
                     *       },
                     *       "sequence": 1,
                     *       "session": "ps_2GRSigkh7m3hqz5pMCAYCzJaXjsHgypQui6nMBss3XLVLF8gwDASHP",
                     *       "status": "requiresPaymentMethod"
                     *     }
                     */
                    readonly "application/json": components["schemas"]["Payment"];
                };
            };
            /** @description What went wrong: 4xx is for you to change, 5xx for us; the code says which. */
            readonly default: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    readonly "Idempotent-Session-Status": components["headers"]["Idempotent-Session-Status"];
                    readonly "X-Ignored-Fields": components["headers"]["X-Ignored-Fields"];
                    readonly "Retry-After": components["headers"]["Retry-After"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "http://localhost:8080/docs/errors#invalid_fields",
                     *       "title": "Invalid fields",
                     *       "status": 400,
                     *       "code": "invalid_fields",
                     *       "detail": "The request has fields that are not right: see errors.",
                     *       "message": "The request has fields that are not right: see errors.",
                     *       "errors": [
                     *         {
                     *           "pointer": "/amount",
                     *           "code": "minimum",
                     *           "message": "must be at least 1."
                     *         }
                     *       ],
                     *       "requestId": "req_0193a1f4-5b7e-7c3d-8e21-6f4a9b0c1d2e"
                     *     }
                     */
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly incrementPayment: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The version to answer in; 2023-11-15 when left out. */
                readonly "X-Version"?: components["schemas"]["ApiVersion"];
                /** @description Names this request: your order and the number of the try, such as `order-1042-try-1`. The same key and body give the same answer for 30 days, and one effect. */
                readonly "Idempotency-Key"?: string;
            };
            readonly path: {
                /** @description Id of the payment (`py_…`). */
                readonly id: string;
            };
            readonly cookie?: never;
        };
        /** @description A field that is optional may be left out, `null` or empty text: all three mean the same. */
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["PaymentIncrement"];
            };
        };
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    readonly "Idempotent-Session-Status": components["headers"]["Idempotent-Session-Status"];
                    readonly "X-Ignored-Fields": components["headers"]["X-Ignored-Fields"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "py_2GSLCTk1xdxGcgTkFzUPmeD5eQpo9wKsNDxBifZSbNvnVCgHoivAg3",
                     *       "amount": 10000,
                     *       "amountCapturable": 1,
                     *       "amountCaptured": 1,
                     *       "amountRefunded": 1,
                     *       "captureMethod": "automatic",
                     *       "created": "2024-03-28T08:26:37Z",
                     *       "currency": "EUR",
                     *       "merchantReferenceId": "4000",
                     *       "metadata": {
                     *         "cart": "c-1042"
                     *       },
                     *       "paymentMethod": {
                     *         "card": {
                     *           "bin": "text",
                     *           "brand": "visa",
                     *           "expiryMonth": 1,
                     *           "expiryYear": 2000,
                     *           "last4": "1111"
                     *         }
                     *       },
                     *       "sequence": 1,
                     *       "session": "ps_2GRSigkh7m3hqz5pMCAYCzJaXjsHgypQui6nMBss3XLVLF8gwDASHP",
                     *       "status": "requiresPaymentMethod"
                     *     }
                     */
                    readonly "application/json": components["schemas"]["Payment"];
                };
            };
            /** @description What went wrong: 4xx is for you to change, 5xx for us; the code says which. */
            readonly default: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    readonly "Idempotent-Session-Status": components["headers"]["Idempotent-Session-Status"];
                    readonly "X-Ignored-Fields": components["headers"]["X-Ignored-Fields"];
                    readonly "Retry-After": components["headers"]["Retry-After"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "http://localhost:8080/docs/errors#invalid_fields",
                     *       "title": "Invalid fields",
                     *       "status": 400,
                     *       "code": "invalid_fields",
                     *       "detail": "The request has fields that are not right: see errors.",
                     *       "message": "The request has fields that are not right: see errors.",
                     *       "errors": [
                     *         {
                     *           "pointer": "/amount",
                     *           "code": "minimum",
                     *           "message": "must be at least 1."
                     *         }
                     *       ],
                     *       "requestId": "req_0193a1f4-5b7e-7c3d-8e21-6f4a9b0c1d2e"
                     *     }
                     */
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly listPaymentAttempts: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The version to answer in; 2023-11-15 when left out. */
                readonly "X-Version"?: components["schemas"]["ApiVersion"];
            };
            readonly path: {
                /** @description Id of the payment (`py_…`). */
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": "at_2EiTbKc3vL6kQ8mWzR5yN1pXsJ7hG4dF9aUoB2tVxYqZ8wMnC6eL3r",
                     *           "amount": 1,
                     *           "answered": "2024-03-28T08:26:37Z",
                     *           "card": {
                     *             "brand": "visa",
                     *             "last4": "1111"
                     *           },
                     *           "connector": "text",
                     *           "currency": "EUR",
                     *           "number": 1,
                     *           "sent": "2024-03-28T08:26:37Z",
                     *           "status": "authenticating"
                     *         }
                     *       ]
                     *     }
                     */
                    readonly "application/json": components["schemas"]["PaymentAttemptList"];
                };
            };
            /** @description What went wrong: 4xx is for you to change, 5xx for us; the code says which. */
            readonly default: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    readonly "Idempotent-Session-Status": components["headers"]["Idempotent-Session-Status"];
                    readonly "X-Ignored-Fields": components["headers"]["X-Ignored-Fields"];
                    readonly "Retry-After": components["headers"]["Retry-After"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "http://localhost:8080/docs/errors#invalid_fields",
                     *       "title": "Invalid fields",
                     *       "status": 400,
                     *       "code": "invalid_fields",
                     *       "detail": "The request has fields that are not right: see errors.",
                     *       "message": "The request has fields that are not right: see errors.",
                     *       "errors": [
                     *         {
                     *           "pointer": "/amount",
                     *           "code": "minimum",
                     *           "message": "must be at least 1."
                     *         }
                     *       ],
                     *       "requestId": "req_0193a1f4-5b7e-7c3d-8e21-6f4a9b0c1d2e"
                     *     }
                     */
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly listRefunds: {
        readonly parameters: {
            readonly query?: {
                /** @description How many, 1 to 100; 20 when left out. */
                readonly limit?: number;
                /** @description `nextCursor` of the page before. */
                readonly cursor?: string;
                /** @description Only what was created at or after this time. */
                readonly createdFrom?: string;
                /** @description Only what was created before this time. */
                readonly createdTo?: string;
                /** @description Only refunds of this payment. */
                readonly paymentId?: string;
                /** @description Another name of `paymentId`. */
                readonly payment?: string;
                /** @description Only refunds with this status. */
                readonly status?: "pending" | "succeeded" | "failed";
            };
            readonly header?: {
                /** @description The version to answer in; 2023-11-15 when left out. */
                readonly "X-Version"?: components["schemas"]["ApiVersion"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": "rf_2GSLCTk1xdxGcgTkFzUPmeD5eQpo9wKsNDxBifZSbNvnVCgHoivAg3",
                     *           "amount": 10000,
                     *           "created": "2024-03-28T08:26:37Z",
                     *           "currency": "EUR",
                     *           "payment": "text",
                     *           "paymentId": "py_2GSLCTk1xdxGcgTkFzUPmeD5eQpo9wKsNDxBifZSbNvnVCgHoivAg3",
                     *           "sequence": 1,
                     *           "status": "pending"
                     *         }
                     *       ],
                     *       "hasMore": false,
                     *       "nextCursor": null
                     *     }
                     */
                    readonly "application/json": components["schemas"]["RefundList"];
                };
            };
            /** @description What went wrong: 4xx is for you to change, 5xx for us; the code says which. */
            readonly default: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    readonly "Idempotent-Session-Status": components["headers"]["Idempotent-Session-Status"];
                    readonly "X-Ignored-Fields": components["headers"]["X-Ignored-Fields"];
                    readonly "Retry-After": components["headers"]["Retry-After"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "http://localhost:8080/docs/errors#invalid_fields",
                     *       "title": "Invalid fields",
                     *       "status": 400,
                     *       "code": "invalid_fields",
                     *       "detail": "The request has fields that are not right: see errors.",
                     *       "message": "The request has fields that are not right: see errors.",
                     *       "errors": [
                     *         {
                     *           "pointer": "/amount",
                     *           "code": "minimum",
                     *           "message": "must be at least 1."
                     *         }
                     *       ],
                     *       "requestId": "req_0193a1f4-5b7e-7c3d-8e21-6f4a9b0c1d2e"
                     *     }
                     */
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly createRefund: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The version to answer in; 2023-11-15 when left out. */
                readonly "X-Version"?: components["schemas"]["ApiVersion"];
                /** @description Names this request: your order and the number of the try, such as `order-1042-try-1`. The same key and body give the same answer for 30 days, and one effect. */
                readonly "Idempotency-Key"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        /** @description A field that is optional may be left out, `null` or empty text: all three mean the same. */
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["RefundCreate"];
            };
        };
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    readonly "Idempotent-Session-Status": components["headers"]["Idempotent-Session-Status"];
                    readonly "X-Ignored-Fields": components["headers"]["X-Ignored-Fields"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "rf_2GSLCTk1xdxGcgTkFzUPmeD5eQpo9wKsNDxBifZSbNvnVCgHoivAg3",
                     *       "amount": 10000,
                     *       "created": "2024-03-28T08:26:37Z",
                     *       "currency": "EUR",
                     *       "payment": "text",
                     *       "paymentId": "py_2GSLCTk1xdxGcgTkFzUPmeD5eQpo9wKsNDxBifZSbNvnVCgHoivAg3",
                     *       "sequence": 1,
                     *       "status": "pending"
                     *     }
                     */
                    readonly "application/json": components["schemas"]["Refund"];
                };
            };
            /** @description What went wrong: 4xx is for you to change, 5xx for us; the code says which. */
            readonly default: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    readonly "Idempotent-Session-Status": components["headers"]["Idempotent-Session-Status"];
                    readonly "X-Ignored-Fields": components["headers"]["X-Ignored-Fields"];
                    readonly "Retry-After": components["headers"]["Retry-After"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "http://localhost:8080/docs/errors#invalid_fields",
                     *       "title": "Invalid fields",
                     *       "status": 400,
                     *       "code": "invalid_fields",
                     *       "detail": "The request has fields that are not right: see errors.",
                     *       "message": "The request has fields that are not right: see errors.",
                     *       "errors": [
                     *         {
                     *           "pointer": "/amount",
                     *           "code": "minimum",
                     *           "message": "must be at least 1."
                     *         }
                     *       ],
                     *       "requestId": "req_0193a1f4-5b7e-7c3d-8e21-6f4a9b0c1d2e"
                     *     }
                     */
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly retrieveRefund: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The version to answer in; 2023-11-15 when left out. */
                readonly "X-Version"?: components["schemas"]["ApiVersion"];
            };
            readonly path: {
                /** @description Id of the refund (`rf_…`). */
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "rf_2GSLCTk1xdxGcgTkFzUPmeD5eQpo9wKsNDxBifZSbNvnVCgHoivAg3",
                     *       "amount": 10000,
                     *       "created": "2024-03-28T08:26:37Z",
                     *       "currency": "EUR",
                     *       "payment": "text",
                     *       "paymentId": "py_2GSLCTk1xdxGcgTkFzUPmeD5eQpo9wKsNDxBifZSbNvnVCgHoivAg3",
                     *       "sequence": 1,
                     *       "status": "pending"
                     *     }
                     */
                    readonly "application/json": components["schemas"]["Refund"];
                };
            };
            /** @description What went wrong: 4xx is for you to change, 5xx for us; the code says which. */
            readonly default: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    readonly "Idempotent-Session-Status": components["headers"]["Idempotent-Session-Status"];
                    readonly "X-Ignored-Fields": components["headers"]["X-Ignored-Fields"];
                    readonly "Retry-After": components["headers"]["Retry-After"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "http://localhost:8080/docs/errors#invalid_fields",
                     *       "title": "Invalid fields",
                     *       "status": 400,
                     *       "code": "invalid_fields",
                     *       "detail": "The request has fields that are not right: see errors.",
                     *       "message": "The request has fields that are not right: see errors.",
                     *       "errors": [
                     *         {
                     *           "pointer": "/amount",
                     *           "code": "minimum",
                     *           "message": "must be at least 1."
                     *         }
                     *       ],
                     *       "requestId": "req_0193a1f4-5b7e-7c3d-8e21-6f4a9b0c1d2e"
                     *     }
                     */
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly retrievePaymentMethod: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The version to answer in; 2023-11-15 when left out. */
                readonly "X-Version"?: components["schemas"]["ApiVersion"];
            };
            readonly path: {
                /** @description Id of the stored card (`pm_…`). */
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "pm_kF6D9zaGUjTGpFRojeb2VibyAX2TGCnikMsNdnp3XHb4opLEn",
                     *       "card": {
                     *         "bin": "text",
                     *         "brand": "visa",
                     *         "expiryMonth": 1,
                     *         "expiryYear": 2000,
                     *         "last4": "1111"
                     *       },
                     *       "category": "unscheduled",
                     *       "created": "2024-03-28T08:26:37Z",
                     *       "merchantCustomerId": "customer-1042",
                     *       "sequence": 1,
                     *       "status": "active"
                     *     }
                     */
                    readonly "application/json": components["schemas"]["PaymentMethod"];
                };
            };
            /** @description What went wrong: 4xx is for you to change, 5xx for us; the code says which. */
            readonly default: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    readonly "Idempotent-Session-Status": components["headers"]["Idempotent-Session-Status"];
                    readonly "X-Ignored-Fields": components["headers"]["X-Ignored-Fields"];
                    readonly "Retry-After": components["headers"]["Retry-After"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "http://localhost:8080/docs/errors#invalid_fields",
                     *       "title": "Invalid fields",
                     *       "status": 400,
                     *       "code": "invalid_fields",
                     *       "detail": "The request has fields that are not right: see errors.",
                     *       "message": "The request has fields that are not right: see errors.",
                     *       "errors": [
                     *         {
                     *           "pointer": "/amount",
                     *           "code": "minimum",
                     *           "message": "must be at least 1."
                     *         }
                     *       ],
                     *       "requestId": "req_0193a1f4-5b7e-7c3d-8e21-6f4a9b0c1d2e"
                     *     }
                     */
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly deletePaymentMethod: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The version to answer in; 2023-11-15 when left out. */
                readonly "X-Version"?: components["schemas"]["ApiVersion"];
            };
            readonly path: {
                /** @description Id of the stored card (`pm_…`). */
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "text",
                     *       "deleted": true
                     *     }
                     */
                    readonly "application/json": components["schemas"]["DeletedPaymentMethod"];
                };
            };
            /** @description What went wrong: 4xx is for you to change, 5xx for us; the code says which. */
            readonly default: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    readonly "Idempotent-Session-Status": components["headers"]["Idempotent-Session-Status"];
                    readonly "X-Ignored-Fields": components["headers"]["X-Ignored-Fields"];
                    readonly "Retry-After": components["headers"]["Retry-After"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "http://localhost:8080/docs/errors#invalid_fields",
                     *       "title": "Invalid fields",
                     *       "status": 400,
                     *       "code": "invalid_fields",
                     *       "detail": "The request has fields that are not right: see errors.",
                     *       "message": "The request has fields that are not right: see errors.",
                     *       "errors": [
                     *         {
                     *           "pointer": "/amount",
                     *           "code": "minimum",
                     *           "message": "must be at least 1."
                     *         }
                     *       ],
                     *       "requestId": "req_0193a1f4-5b7e-7c3d-8e21-6f4a9b0c1d2e"
                     *     }
                     */
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly listPaymentMethods: {
        readonly parameters: {
            readonly query?: {
                /** @description How many, 1 to 100; 20 when left out. */
                readonly limit?: number;
                /** @description `nextCursor` of the page before. */
                readonly cursor?: string;
                /** @description Your own id of the customer: 8 to 50 letters, digits, - and _. */
                readonly merchantCustomerId?: string;
            };
            readonly header?: {
                /** @description The version to answer in; 2023-11-15 when left out. */
                readonly "X-Version"?: components["schemas"]["ApiVersion"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": "pm_kF6D9zaGUjTGpFRojeb2VibyAX2TGCnikMsNdnp3XHb4opLEn",
                     *           "card": {
                     *             "bin": "text",
                     *             "brand": "visa",
                     *             "expiryMonth": 1,
                     *             "expiryYear": 2000,
                     *             "last4": "1111"
                     *           },
                     *           "category": "unscheduled",
                     *           "created": "2024-03-28T08:26:37Z",
                     *           "merchantCustomerId": "customer-1042",
                     *           "sequence": 1,
                     *           "status": "active"
                     *         }
                     *       ],
                     *       "hasMore": false,
                     *       "nextCursor": null
                     *     }
                     */
                    readonly "application/json": components["schemas"]["PaymentMethodList"];
                };
            };
            /** @description What went wrong: 4xx is for you to change, 5xx for us; the code says which. */
            readonly default: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    readonly "Idempotent-Session-Status": components["headers"]["Idempotent-Session-Status"];
                    readonly "X-Ignored-Fields": components["headers"]["X-Ignored-Fields"];
                    readonly "Retry-After": components["headers"]["Retry-After"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "http://localhost:8080/docs/errors#invalid_fields",
                     *       "title": "Invalid fields",
                     *       "status": 400,
                     *       "code": "invalid_fields",
                     *       "detail": "The request has fields that are not right: see errors.",
                     *       "message": "The request has fields that are not right: see errors.",
                     *       "errors": [
                     *         {
                     *           "pointer": "/amount",
                     *           "code": "minimum",
                     *           "message": "must be at least 1."
                     *         }
                     *       ],
                     *       "requestId": "req_0193a1f4-5b7e-7c3d-8e21-6f4a9b0c1d2e"
                     *     }
                     */
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly retrieveEvent: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The version to answer in; 2023-11-15 when left out. */
                readonly "X-Version"?: components["schemas"]["ApiVersion"];
            };
            readonly path: {
                /** @description Id of the event (`ev_…`). */
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "ev_2FZ6i2JxCJ9Zg3YJ3Hn7VtGzBqMxTq3h4b9zLqk1nW8rXo5vY7cD2e",
                     *       "created": "2024-03-28T08:26:37Z",
                     *       "data": {
                     *         "object": {}
                     *       },
                     *       "sequence": 1,
                     *       "type": "session.created"
                     *     }
                     */
                    readonly "application/json": components["schemas"]["Event"];
                };
            };
            /** @description What went wrong: 4xx is for you to change, 5xx for us; the code says which. */
            readonly default: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    readonly "Idempotent-Session-Status": components["headers"]["Idempotent-Session-Status"];
                    readonly "X-Ignored-Fields": components["headers"]["X-Ignored-Fields"];
                    readonly "Retry-After": components["headers"]["Retry-After"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "http://localhost:8080/docs/errors#invalid_fields",
                     *       "title": "Invalid fields",
                     *       "status": 400,
                     *       "code": "invalid_fields",
                     *       "detail": "The request has fields that are not right: see errors.",
                     *       "message": "The request has fields that are not right: see errors.",
                     *       "errors": [
                     *         {
                     *           "pointer": "/amount",
                     *           "code": "minimum",
                     *           "message": "must be at least 1."
                     *         }
                     *       ],
                     *       "requestId": "req_0193a1f4-5b7e-7c3d-8e21-6f4a9b0c1d2e"
                     *     }
                     */
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly listEvents: {
        readonly parameters: {
            readonly query?: {
                /** @description How many, 1 to 100; 20 when left out. */
                readonly limit?: number;
                /** @description `nextCursor` of the page before. */
                readonly cursor?: string;
                /** @description Only what was created at or after this time. */
                readonly createdFrom?: string;
                /** @description Only what was created before this time. */
                readonly createdTo?: string;
                /** @description Only events of this type. */
                readonly type?: "session.created" | "session.completed" | "session.expired" | "payment.created" | "payment.requiresAction" | "payment.requiresCapture" | "payment.incremented" | "payment.incrementFailed" | "payment.funded" | "payment.captureFailed" | "payment.succeeded" | "payment.blocked" | "payment.failed" | "payment.canceled" | "refund.created" | "refund.succeeded" | "refund.failed" | "paymentMethod.created" | "paymentMethod.deleted" | "webhookEndpoint.failing" | "webhookEndpoint.disabled" | "webhookEndpoint.test";
                /** @description Only events of this session and its payment. */
                readonly session?: string;
                /** @description Reads the feed: what comes after this `nextCursor`, in the order in which it was committed. `start` (or empty): from the oldest event that is kept. `latest`: only what comes from now on. */
                readonly after?: string;
                /** @description Of the feed only events of these types, separated by commas; `*` for all. */
                readonly types?: string;
                /** @description Of the feed: how long to wait for an event when there is none yet; 0 when left out. */
                readonly waitMs?: number;
            };
            readonly header?: {
                /** @description The version to answer in; 2023-11-15 when left out. */
                readonly "X-Version"?: components["schemas"]["ApiVersion"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": "ev_2FZ6i2JxCJ9Zg3YJ3Hn7VtGzBqMxTq3h4b9zLqk1nW8rXo5vY7cD2e",
                     *           "created": "2024-03-28T08:26:37Z",
                     *           "data": {
                     *             "object": {}
                     *           },
                     *           "sequence": 1,
                     *           "type": "session.created"
                     *         }
                     *       ],
                     *       "hasMore": false,
                     *       "nextCursor": null
                     *     }
                     */
                    readonly "application/json": components["schemas"]["EventList"];
                };
            };
            /** @description What went wrong: 4xx is for you to change, 5xx for us; the code says which. */
            readonly default: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    readonly "Idempotent-Session-Status": components["headers"]["Idempotent-Session-Status"];
                    readonly "X-Ignored-Fields": components["headers"]["X-Ignored-Fields"];
                    readonly "Retry-After": components["headers"]["Retry-After"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "http://localhost:8080/docs/errors#invalid_fields",
                     *       "title": "Invalid fields",
                     *       "status": 400,
                     *       "code": "invalid_fields",
                     *       "detail": "The request has fields that are not right: see errors.",
                     *       "message": "The request has fields that are not right: see errors.",
                     *       "errors": [
                     *         {
                     *           "pointer": "/amount",
                     *           "code": "minimum",
                     *           "message": "must be at least 1."
                     *         }
                     *       ],
                     *       "requestId": "req_0193a1f4-5b7e-7c3d-8e21-6f4a9b0c1d2e"
                     *     }
                     */
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly resendEvent: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The version to answer in; 2023-11-15 when left out. */
                readonly "X-Version"?: components["schemas"]["ApiVersion"];
                /** @description Names this request: your order and the number of the try, such as `order-1042-try-1`. The same key and body give the same answer for 30 days, and one effect. */
                readonly "Idempotency-Key"?: string;
            };
            readonly path: {
                /** @description Id of the event (`ev_…`). */
                readonly id: string;
            };
            readonly cookie?: never;
        };
        /** @description A field that is optional may be left out, `null` or empty text: all three mean the same. */
        readonly requestBody?: {
            readonly content: {
                readonly "application/json": components["schemas"]["EventResend"];
            };
        };
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    readonly "Idempotent-Session-Status": components["headers"]["Idempotent-Session-Status"];
                    readonly "X-Ignored-Fields": components["headers"]["X-Ignored-Fields"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "ev_2FZ6i2JxCJ9Zg3YJ3Hn7VtGzBqMxTq3h4b9zLqk1nW8rXo5vY7cD2e",
                     *       "queued": 0
                     *     }
                     */
                    readonly "application/json": components["schemas"]["ResentEvent"];
                };
            };
            /** @description What went wrong: 4xx is for you to change, 5xx for us; the code says which. */
            readonly default: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    readonly "Idempotent-Session-Status": components["headers"]["Idempotent-Session-Status"];
                    readonly "X-Ignored-Fields": components["headers"]["X-Ignored-Fields"];
                    readonly "Retry-After": components["headers"]["Retry-After"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "http://localhost:8080/docs/errors#invalid_fields",
                     *       "title": "Invalid fields",
                     *       "status": 400,
                     *       "code": "invalid_fields",
                     *       "detail": "The request has fields that are not right: see errors.",
                     *       "message": "The request has fields that are not right: see errors.",
                     *       "errors": [
                     *         {
                     *           "pointer": "/amount",
                     *           "code": "minimum",
                     *           "message": "must be at least 1."
                     *         }
                     *       ],
                     *       "requestId": "req_0193a1f4-5b7e-7c3d-8e21-6f4a9b0c1d2e"
                     *     }
                     */
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly listWebhookEndpoints: {
        readonly parameters: {
            readonly query?: {
                /** @description How many, 1 to 100; 20 when left out. */
                readonly limit?: number;
                /** @description `nextCursor` of the page before. */
                readonly cursor?: string;
            };
            readonly header?: {
                /** @description The version to answer in; 2023-11-15 when left out. */
                readonly "X-Version"?: components["schemas"]["ApiVersion"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": "we_2FZ6i2JxCJ9Zg3YJ3Hn7VtGzBqMxTq3h4b9zLqk1nW8rXo5vY7cD2e",
                     *           "apiVersion": "text",
                     *           "consecutiveFailures": 1,
                     *           "created": "2024-03-28T08:26:37Z",
                     *           "enabled": false,
                     *           "events": [
                     *             "session.completed",
                     *             "session.expired"
                     *           ],
                     *           "failingSince": "2024-03-28T08:26:37Z",
                     *           "health": "healthy",
                     *           "holdsReturn": false,
                     *           "oldSecretExpiresAt": "2024-03-28T08:26:37Z",
                     *           "secretSwitchesAt": "2024-03-28T08:26:37Z",
                     *           "sequence": 1,
                     *           "signatures": [
                     *             "hmac",
                     *             "ed25519"
                     *           ],
                     *           "url": "https://shop.example/webhooks"
                     *         }
                     *       ],
                     *       "hasMore": false,
                     *       "nextCursor": null
                     *     }
                     */
                    readonly "application/json": components["schemas"]["WebhookEndpointList"];
                };
            };
            /** @description What went wrong: 4xx is for you to change, 5xx for us; the code says which. */
            readonly default: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    readonly "Idempotent-Session-Status": components["headers"]["Idempotent-Session-Status"];
                    readonly "X-Ignored-Fields": components["headers"]["X-Ignored-Fields"];
                    readonly "Retry-After": components["headers"]["Retry-After"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "http://localhost:8080/docs/errors#invalid_fields",
                     *       "title": "Invalid fields",
                     *       "status": 400,
                     *       "code": "invalid_fields",
                     *       "detail": "The request has fields that are not right: see errors.",
                     *       "message": "The request has fields that are not right: see errors.",
                     *       "errors": [
                     *         {
                     *           "pointer": "/amount",
                     *           "code": "minimum",
                     *           "message": "must be at least 1."
                     *         }
                     *       ],
                     *       "requestId": "req_0193a1f4-5b7e-7c3d-8e21-6f4a9b0c1d2e"
                     *     }
                     */
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly createWebhookEndpoint: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The version to answer in; 2023-11-15 when left out. */
                readonly "X-Version"?: components["schemas"]["ApiVersion"];
                /** @description Names this request: your order and the number of the try, such as `order-1042-try-1`. The same key and body give the same answer for 30 days, and one effect. */
                readonly "Idempotency-Key"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        /** @description A field that is optional may be left out, `null` or empty text: all three mean the same. */
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["WebhookEndpointCreate"];
            };
        };
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    readonly "Idempotent-Session-Status": components["headers"]["Idempotent-Session-Status"];
                    readonly "X-Ignored-Fields": components["headers"]["X-Ignored-Fields"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "we_2FZ6i2JxCJ9Zg3YJ3Hn7VtGzBqMxTq3h4b9zLqk1nW8rXo5vY7cD2e",
                     *       "apiVersion": "text",
                     *       "consecutiveFailures": 1,
                     *       "created": "2024-03-28T08:26:37Z",
                     *       "enabled": false,
                     *       "events": [
                     *         "session.completed",
                     *         "session.expired"
                     *       ],
                     *       "failingSince": "2024-03-28T08:26:37Z",
                     *       "health": "healthy",
                     *       "holdsReturn": false,
                     *       "oldSecretExpiresAt": "2024-03-28T08:26:37Z",
                     *       "secretSwitchesAt": "2024-03-28T08:26:37Z",
                     *       "sequence": 1,
                     *       "signatures": [
                     *         "hmac",
                     *         "ed25519"
                     *       ],
                     *       "url": "https://shop.example/webhooks",
                     *       "secret": "text"
                     *     }
                     */
                    readonly "application/json": components["schemas"]["WebhookEndpointWithSecret"];
                };
            };
            /** @description What went wrong: 4xx is for you to change, 5xx for us; the code says which. */
            readonly default: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    readonly "Idempotent-Session-Status": components["headers"]["Idempotent-Session-Status"];
                    readonly "X-Ignored-Fields": components["headers"]["X-Ignored-Fields"];
                    readonly "Retry-After": components["headers"]["Retry-After"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "http://localhost:8080/docs/errors#invalid_fields",
                     *       "title": "Invalid fields",
                     *       "status": 400,
                     *       "code": "invalid_fields",
                     *       "detail": "The request has fields that are not right: see errors.",
                     *       "message": "The request has fields that are not right: see errors.",
                     *       "errors": [
                     *         {
                     *           "pointer": "/amount",
                     *           "code": "minimum",
                     *           "message": "must be at least 1."
                     *         }
                     *       ],
                     *       "requestId": "req_0193a1f4-5b7e-7c3d-8e21-6f4a9b0c1d2e"
                     *     }
                     */
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly retrieveWebhookEndpoint: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The version to answer in; 2023-11-15 when left out. */
                readonly "X-Version"?: components["schemas"]["ApiVersion"];
            };
            readonly path: {
                /** @description Id of the endpoint (`we_…`). */
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "we_2FZ6i2JxCJ9Zg3YJ3Hn7VtGzBqMxTq3h4b9zLqk1nW8rXo5vY7cD2e",
                     *       "apiVersion": "text",
                     *       "consecutiveFailures": 1,
                     *       "created": "2024-03-28T08:26:37Z",
                     *       "enabled": false,
                     *       "events": [
                     *         "session.completed",
                     *         "session.expired"
                     *       ],
                     *       "failingSince": "2024-03-28T08:26:37Z",
                     *       "health": "healthy",
                     *       "holdsReturn": false,
                     *       "oldSecretExpiresAt": "2024-03-28T08:26:37Z",
                     *       "secretSwitchesAt": "2024-03-28T08:26:37Z",
                     *       "sequence": 1,
                     *       "signatures": [
                     *         "hmac",
                     *         "ed25519"
                     *       ],
                     *       "url": "https://shop.example/webhooks"
                     *     }
                     */
                    readonly "application/json": components["schemas"]["WebhookEndpoint"];
                };
            };
            /** @description What went wrong: 4xx is for you to change, 5xx for us; the code says which. */
            readonly default: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    readonly "Idempotent-Session-Status": components["headers"]["Idempotent-Session-Status"];
                    readonly "X-Ignored-Fields": components["headers"]["X-Ignored-Fields"];
                    readonly "Retry-After": components["headers"]["Retry-After"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "http://localhost:8080/docs/errors#invalid_fields",
                     *       "title": "Invalid fields",
                     *       "status": 400,
                     *       "code": "invalid_fields",
                     *       "detail": "The request has fields that are not right: see errors.",
                     *       "message": "The request has fields that are not right: see errors.",
                     *       "errors": [
                     *         {
                     *           "pointer": "/amount",
                     *           "code": "minimum",
                     *           "message": "must be at least 1."
                     *         }
                     *       ],
                     *       "requestId": "req_0193a1f4-5b7e-7c3d-8e21-6f4a9b0c1d2e"
                     *     }
                     */
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly deleteWebhookEndpoint: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The version to answer in; 2023-11-15 when left out. */
                readonly "X-Version"?: components["schemas"]["ApiVersion"];
            };
            readonly path: {
                /** @description Id of the endpoint (`we_…`). */
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "text",
                     *       "deleted": true
                     *     }
                     */
                    readonly "application/json": components["schemas"]["DeletedWebhookEndpoint"];
                };
            };
            /** @description What went wrong: 4xx is for you to change, 5xx for us; the code says which. */
            readonly default: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    readonly "Idempotent-Session-Status": components["headers"]["Idempotent-Session-Status"];
                    readonly "X-Ignored-Fields": components["headers"]["X-Ignored-Fields"];
                    readonly "Retry-After": components["headers"]["Retry-After"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "http://localhost:8080/docs/errors#invalid_fields",
                     *       "title": "Invalid fields",
                     *       "status": 400,
                     *       "code": "invalid_fields",
                     *       "detail": "The request has fields that are not right: see errors.",
                     *       "message": "The request has fields that are not right: see errors.",
                     *       "errors": [
                     *         {
                     *           "pointer": "/amount",
                     *           "code": "minimum",
                     *           "message": "must be at least 1."
                     *         }
                     *       ],
                     *       "requestId": "req_0193a1f4-5b7e-7c3d-8e21-6f4a9b0c1d2e"
                     *     }
                     */
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly changeWebhookEndpoint: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The version to answer in; 2023-11-15 when left out. */
                readonly "X-Version"?: components["schemas"]["ApiVersion"];
            };
            readonly path: {
                /** @description Id of the endpoint (`we_…`). */
                readonly id: string;
            };
            readonly cookie?: never;
        };
        /** @description A field that is optional may be left out, `null` or empty text: all three mean the same. */
        readonly requestBody?: {
            readonly content: {
                readonly "application/json": components["schemas"]["WebhookEndpointChange"];
            };
        };
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "we_2FZ6i2JxCJ9Zg3YJ3Hn7VtGzBqMxTq3h4b9zLqk1nW8rXo5vY7cD2e",
                     *       "apiVersion": "text",
                     *       "consecutiveFailures": 1,
                     *       "created": "2024-03-28T08:26:37Z",
                     *       "enabled": false,
                     *       "events": [
                     *         "session.completed",
                     *         "session.expired"
                     *       ],
                     *       "failingSince": "2024-03-28T08:26:37Z",
                     *       "health": "healthy",
                     *       "holdsReturn": false,
                     *       "oldSecretExpiresAt": "2024-03-28T08:26:37Z",
                     *       "secretSwitchesAt": "2024-03-28T08:26:37Z",
                     *       "sequence": 1,
                     *       "signatures": [
                     *         "hmac",
                     *         "ed25519"
                     *       ],
                     *       "url": "https://shop.example/webhooks"
                     *     }
                     */
                    readonly "application/json": components["schemas"]["WebhookEndpoint"];
                };
            };
            /** @description What went wrong: 4xx is for you to change, 5xx for us; the code says which. */
            readonly default: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    readonly "Idempotent-Session-Status": components["headers"]["Idempotent-Session-Status"];
                    readonly "X-Ignored-Fields": components["headers"]["X-Ignored-Fields"];
                    readonly "Retry-After": components["headers"]["Retry-After"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "http://localhost:8080/docs/errors#invalid_fields",
                     *       "title": "Invalid fields",
                     *       "status": 400,
                     *       "code": "invalid_fields",
                     *       "detail": "The request has fields that are not right: see errors.",
                     *       "message": "The request has fields that are not right: see errors.",
                     *       "errors": [
                     *         {
                     *           "pointer": "/amount",
                     *           "code": "minimum",
                     *           "message": "must be at least 1."
                     *         }
                     *       ],
                     *       "requestId": "req_0193a1f4-5b7e-7c3d-8e21-6f4a9b0c1d2e"
                     *     }
                     */
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly testWebhookEndpoint: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The version to answer in; 2023-11-15 when left out. */
                readonly "X-Version"?: components["schemas"]["ApiVersion"];
                /** @description Names this request: your order and the number of the try, such as `order-1042-try-1`. The same key and body give the same answer for 30 days, and one effect. */
                readonly "Idempotency-Key"?: string;
            };
            readonly path: {
                /** @description Id of the endpoint (`we_…`). */
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    readonly "Idempotent-Session-Status": components["headers"]["Idempotent-Session-Status"];
                    readonly "X-Ignored-Fields": components["headers"]["X-Ignored-Fields"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "ev_2FZ6i2JxCJ9Zg3YJ3Hn7VtGzBqMxTq3h4b9zLqk1nW8rXo5vY7cD2e",
                     *       "created": "2024-03-28T08:26:37Z",
                     *       "data": {
                     *         "object": {}
                     *       },
                     *       "sequence": 1,
                     *       "type": "session.created"
                     *     }
                     */
                    readonly "application/json": components["schemas"]["Event"];
                };
            };
            /** @description What went wrong: 4xx is for you to change, 5xx for us; the code says which. */
            readonly default: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    readonly "Idempotent-Session-Status": components["headers"]["Idempotent-Session-Status"];
                    readonly "X-Ignored-Fields": components["headers"]["X-Ignored-Fields"];
                    readonly "Retry-After": components["headers"]["Retry-After"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "http://localhost:8080/docs/errors#invalid_fields",
                     *       "title": "Invalid fields",
                     *       "status": 400,
                     *       "code": "invalid_fields",
                     *       "detail": "The request has fields that are not right: see errors.",
                     *       "message": "The request has fields that are not right: see errors.",
                     *       "errors": [
                     *         {
                     *           "pointer": "/amount",
                     *           "code": "minimum",
                     *           "message": "must be at least 1."
                     *         }
                     *       ],
                     *       "requestId": "req_0193a1f4-5b7e-7c3d-8e21-6f4a9b0c1d2e"
                     *     }
                     */
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly listWebhookDeliveries: {
        readonly parameters: {
            readonly query?: {
                /** @description How many, 1 to 100; 20 when left out. */
                readonly limit?: number;
                /** @description `nextCursor` of the page before. */
                readonly cursor?: string;
                /** @description Only deliveries with this status. */
                readonly status?: "pending" | "delivered" | "abandoned";
            };
            readonly header?: {
                /** @description The version to answer in; 2023-11-15 when left out. */
                readonly "X-Version"?: components["schemas"]["ApiVersion"];
            };
            readonly path: {
                /** @description Id of the endpoint (`we_…`). */
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "attemptCount": 1,
                     *           "attempts": [
                     *             {
                     *               "durationMs": 1,
                     *               "lastStarted": "2024-03-28T08:26:37Z",
                     *               "number": 1,
                     *               "outcome": "delivered",
                     *               "repeats": 1,
                     *               "started": "2024-03-28T08:26:37Z"
                     *             }
                     *           ],
                     *           "created": "2024-03-28T08:26:37Z",
                     *           "delivered": "2024-03-28T08:26:37Z",
                     *           "event": "text",
                     *           "eventType": "text",
                     *           "nextAttempt": "2024-03-28T08:26:37Z",
                     *           "status": "pending",
                     *           "url": "text",
                     *           "webhookEndpoint": "text"
                     *         }
                     *       ],
                     *       "hasMore": false,
                     *       "nextCursor": null
                     *     }
                     */
                    readonly "application/json": components["schemas"]["WebhookDeliveryList"];
                };
            };
            /** @description What went wrong: 4xx is for you to change, 5xx for us; the code says which. */
            readonly default: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    readonly "Idempotent-Session-Status": components["headers"]["Idempotent-Session-Status"];
                    readonly "X-Ignored-Fields": components["headers"]["X-Ignored-Fields"];
                    readonly "Retry-After": components["headers"]["Retry-After"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "http://localhost:8080/docs/errors#invalid_fields",
                     *       "title": "Invalid fields",
                     *       "status": 400,
                     *       "code": "invalid_fields",
                     *       "detail": "The request has fields that are not right: see errors.",
                     *       "message": "The request has fields that are not right: see errors.",
                     *       "errors": [
                     *         {
                     *           "pointer": "/amount",
                     *           "code": "minimum",
                     *           "message": "must be at least 1."
                     *         }
                     *       ],
                     *       "requestId": "req_0193a1f4-5b7e-7c3d-8e21-6f4a9b0c1d2e"
                     *     }
                     */
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly rotateWebhookSecret: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The version to answer in; 2023-11-15 when left out. */
                readonly "X-Version"?: components["schemas"]["ApiVersion"];
                /** @description Names this request: your order and the number of the try, such as `order-1042-try-1`. The same key and body give the same answer for 30 days, and one effect. */
                readonly "Idempotency-Key"?: string;
            };
            readonly path: {
                /** @description Id of the endpoint (`we_…`). */
                readonly id: string;
            };
            readonly cookie?: never;
        };
        /** @description A field that is optional may be left out, `null` or empty text: all three mean the same. */
        readonly requestBody?: {
            readonly content: {
                readonly "application/json": components["schemas"]["WebhookSecretRotate"];
            };
        };
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    readonly "Idempotent-Session-Status": components["headers"]["Idempotent-Session-Status"];
                    readonly "X-Ignored-Fields": components["headers"]["X-Ignored-Fields"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "we_2FZ6i2JxCJ9Zg3YJ3Hn7VtGzBqMxTq3h4b9zLqk1nW8rXo5vY7cD2e",
                     *       "apiVersion": "text",
                     *       "consecutiveFailures": 1,
                     *       "created": "2024-03-28T08:26:37Z",
                     *       "enabled": false,
                     *       "events": [
                     *         "session.completed",
                     *         "session.expired"
                     *       ],
                     *       "failingSince": "2024-03-28T08:26:37Z",
                     *       "health": "healthy",
                     *       "holdsReturn": false,
                     *       "oldSecretExpiresAt": "2024-03-28T08:26:37Z",
                     *       "secretSwitchesAt": "2024-03-28T08:26:37Z",
                     *       "sequence": 1,
                     *       "signatures": [
                     *         "hmac",
                     *         "ed25519"
                     *       ],
                     *       "url": "https://shop.example/webhooks",
                     *       "secret": "text"
                     *     }
                     */
                    readonly "application/json": components["schemas"]["WebhookEndpointWithSecret"];
                };
            };
            /** @description What went wrong: 4xx is for you to change, 5xx for us; the code says which. */
            readonly default: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    readonly "Idempotent-Session-Status": components["headers"]["Idempotent-Session-Status"];
                    readonly "X-Ignored-Fields": components["headers"]["X-Ignored-Fields"];
                    readonly "Retry-After": components["headers"]["Retry-After"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "http://localhost:8080/docs/errors#invalid_fields",
                     *       "title": "Invalid fields",
                     *       "status": 400,
                     *       "code": "invalid_fields",
                     *       "detail": "The request has fields that are not right: see errors.",
                     *       "message": "The request has fields that are not right: see errors.",
                     *       "errors": [
                     *         {
                     *           "pointer": "/amount",
                     *           "code": "minimum",
                     *           "message": "must be at least 1."
                     *         }
                     *       ],
                     *       "requestId": "req_0193a1f4-5b7e-7c3d-8e21-6f4a9b0c1d2e"
                     *     }
                     */
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly cancelWebhookSecretSwitch: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The version to answer in; 2023-11-15 when left out. */
                readonly "X-Version"?: components["schemas"]["ApiVersion"];
                /** @description Names this request: your order and the number of the try, such as `order-1042-try-1`. The same key and body give the same answer for 30 days, and one effect. */
                readonly "Idempotency-Key"?: string;
            };
            readonly path: {
                /** @description Id of the endpoint (`we_…`). */
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    readonly "Idempotent-Session-Status": components["headers"]["Idempotent-Session-Status"];
                    readonly "X-Ignored-Fields": components["headers"]["X-Ignored-Fields"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "we_2FZ6i2JxCJ9Zg3YJ3Hn7VtGzBqMxTq3h4b9zLqk1nW8rXo5vY7cD2e",
                     *       "apiVersion": "text",
                     *       "consecutiveFailures": 1,
                     *       "created": "2024-03-28T08:26:37Z",
                     *       "enabled": false,
                     *       "events": [
                     *         "session.completed",
                     *         "session.expired"
                     *       ],
                     *       "failingSince": "2024-03-28T08:26:37Z",
                     *       "health": "healthy",
                     *       "holdsReturn": false,
                     *       "oldSecretExpiresAt": "2024-03-28T08:26:37Z",
                     *       "secretSwitchesAt": "2024-03-28T08:26:37Z",
                     *       "sequence": 1,
                     *       "signatures": [
                     *         "hmac",
                     *         "ed25519"
                     *       ],
                     *       "url": "https://shop.example/webhooks"
                     *     }
                     */
                    readonly "application/json": components["schemas"]["WebhookEndpoint"];
                };
            };
            /** @description What went wrong: 4xx is for you to change, 5xx for us; the code says which. */
            readonly default: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    readonly "Idempotent-Session-Status": components["headers"]["Idempotent-Session-Status"];
                    readonly "X-Ignored-Fields": components["headers"]["X-Ignored-Fields"];
                    readonly "Retry-After": components["headers"]["Retry-After"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "http://localhost:8080/docs/errors#invalid_fields",
                     *       "title": "Invalid fields",
                     *       "status": 400,
                     *       "code": "invalid_fields",
                     *       "detail": "The request has fields that are not right: see errors.",
                     *       "message": "The request has fields that are not right: see errors.",
                     *       "errors": [
                     *         {
                     *           "pointer": "/amount",
                     *           "code": "minimum",
                     *           "message": "must be at least 1."
                     *         }
                     *       ],
                     *       "requestId": "req_0193a1f4-5b7e-7c3d-8e21-6f4a9b0c1d2e"
                     *     }
                     */
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly rotateWebhookSigningKey: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The version to answer in; 2023-11-15 when left out. */
                readonly "X-Version"?: components["schemas"]["ApiVersion"];
                /** @description Names this request: your order and the number of the try, such as `order-1042-try-1`. The same key and body give the same answer for 30 days, and one effect. */
                readonly "Idempotency-Key"?: string;
            };
            readonly path: {
                /** @description Id of the endpoint (`we_…`). */
                readonly id: string;
            };
            readonly cookie?: never;
        };
        /** @description A field that is optional may be left out, `null` or empty text: all three mean the same. */
        readonly requestBody?: {
            readonly content: {
                readonly "application/json": components["schemas"]["WebhookSigningKeyRotate"];
            };
        };
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    readonly "Idempotent-Session-Status": components["headers"]["Idempotent-Session-Status"];
                    readonly "X-Ignored-Fields": components["headers"]["X-Ignored-Fields"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "we_2FZ6i2JxCJ9Zg3YJ3Hn7VtGzBqMxTq3h4b9zLqk1nW8rXo5vY7cD2e",
                     *       "apiVersion": "text",
                     *       "consecutiveFailures": 1,
                     *       "created": "2024-03-28T08:26:37Z",
                     *       "enabled": false,
                     *       "events": [
                     *         "session.completed",
                     *         "session.expired"
                     *       ],
                     *       "failingSince": "2024-03-28T08:26:37Z",
                     *       "health": "healthy",
                     *       "holdsReturn": false,
                     *       "oldSecretExpiresAt": "2024-03-28T08:26:37Z",
                     *       "secretSwitchesAt": "2024-03-28T08:26:37Z",
                     *       "sequence": 1,
                     *       "signatures": [
                     *         "hmac",
                     *         "ed25519"
                     *       ],
                     *       "url": "https://shop.example/webhooks"
                     *     }
                     */
                    readonly "application/json": components["schemas"]["WebhookEndpoint"];
                };
            };
            /** @description What went wrong: 4xx is for you to change, 5xx for us; the code says which. */
            readonly default: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    readonly "Idempotent-Session-Status": components["headers"]["Idempotent-Session-Status"];
                    readonly "X-Ignored-Fields": components["headers"]["X-Ignored-Fields"];
                    readonly "Retry-After": components["headers"]["Retry-After"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "http://localhost:8080/docs/errors#invalid_fields",
                     *       "title": "Invalid fields",
                     *       "status": 400,
                     *       "code": "invalid_fields",
                     *       "detail": "The request has fields that are not right: see errors.",
                     *       "message": "The request has fields that are not right: see errors.",
                     *       "errors": [
                     *         {
                     *           "pointer": "/amount",
                     *           "code": "minimum",
                     *           "message": "must be at least 1."
                     *         }
                     *       ],
                     *       "requestId": "req_0193a1f4-5b7e-7c3d-8e21-6f4a9b0c1d2e"
                     *     }
                     */
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly replayToWebhookEndpoint: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The version to answer in; 2023-11-15 when left out. */
                readonly "X-Version"?: components["schemas"]["ApiVersion"];
                /** @description Names this request: your order and the number of the try, such as `order-1042-try-1`. The same key and body give the same answer for 30 days, and one effect. */
                readonly "Idempotency-Key"?: string;
            };
            readonly path: {
                /** @description Id of the endpoint (`we_…`). */
                readonly id: string;
            };
            readonly cookie?: never;
        };
        /** @description A field that is optional may be left out, `null` or empty text: all three mean the same. */
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["WebhookReplayCreate"];
            };
        };
        readonly responses: {
            /** @description Done. */
            readonly 202: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    readonly "Idempotent-Session-Status": components["headers"]["Idempotent-Session-Status"];
                    readonly "X-Ignored-Fields": components["headers"]["X-Ignored-Fields"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "wr_2FZ6i2JxCJ9Zg3YJ3Hn7VtGzBqMxTq3h4b9zLqk1nW8rXo5vY7cD2e",
                     *       "created": "2024-03-28T08:26:37Z",
                     *       "ended": "2024-03-28T08:26:37Z",
                     *       "from": "2024-03-28T08:26:37Z",
                     *       "onlyUndelivered": false,
                     *       "progress": 0,
                     *       "queued": 0,
                     *       "skipped": 0,
                     *       "status": "running",
                     *       "to": "2024-03-28T08:26:37Z",
                     *       "webhookEndpoint": "text"
                     *     }
                     */
                    readonly "application/json": components["schemas"]["WebhookReplay"];
                };
            };
            /** @description What went wrong: 4xx is for you to change, 5xx for us; the code says which. */
            readonly default: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    readonly "Idempotent-Session-Status": components["headers"]["Idempotent-Session-Status"];
                    readonly "X-Ignored-Fields": components["headers"]["X-Ignored-Fields"];
                    readonly "Retry-After": components["headers"]["Retry-After"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "http://localhost:8080/docs/errors#invalid_fields",
                     *       "title": "Invalid fields",
                     *       "status": 400,
                     *       "code": "invalid_fields",
                     *       "detail": "The request has fields that are not right: see errors.",
                     *       "message": "The request has fields that are not right: see errors.",
                     *       "errors": [
                     *         {
                     *           "pointer": "/amount",
                     *           "code": "minimum",
                     *           "message": "must be at least 1."
                     *         }
                     *       ],
                     *       "requestId": "req_0193a1f4-5b7e-7c3d-8e21-6f4a9b0c1d2e"
                     *     }
                     */
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly listWebhookReplays: {
        readonly parameters: {
            readonly query?: {
                /** @description How many, 1 to 100; 20 when left out. */
                readonly limit?: number;
                /** @description `nextCursor` of the page before. */
                readonly cursor?: string;
            };
            readonly header?: {
                /** @description The version to answer in; 2023-11-15 when left out. */
                readonly "X-Version"?: components["schemas"]["ApiVersion"];
            };
            readonly path: {
                /** @description Id of the endpoint (`we_…`). */
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": "wr_2FZ6i2JxCJ9Zg3YJ3Hn7VtGzBqMxTq3h4b9zLqk1nW8rXo5vY7cD2e",
                     *           "created": "2024-03-28T08:26:37Z",
                     *           "ended": "2024-03-28T08:26:37Z",
                     *           "from": "2024-03-28T08:26:37Z",
                     *           "onlyUndelivered": false,
                     *           "progress": 0,
                     *           "queued": 0,
                     *           "skipped": 0,
                     *           "status": "running",
                     *           "to": "2024-03-28T08:26:37Z",
                     *           "webhookEndpoint": "text"
                     *         }
                     *       ],
                     *       "hasMore": false,
                     *       "nextCursor": null
                     *     }
                     */
                    readonly "application/json": components["schemas"]["WebhookReplayList"];
                };
            };
            /** @description What went wrong: 4xx is for you to change, 5xx for us; the code says which. */
            readonly default: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    readonly "Idempotent-Session-Status": components["headers"]["Idempotent-Session-Status"];
                    readonly "X-Ignored-Fields": components["headers"]["X-Ignored-Fields"];
                    readonly "Retry-After": components["headers"]["Retry-After"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "http://localhost:8080/docs/errors#invalid_fields",
                     *       "title": "Invalid fields",
                     *       "status": 400,
                     *       "code": "invalid_fields",
                     *       "detail": "The request has fields that are not right: see errors.",
                     *       "message": "The request has fields that are not right: see errors.",
                     *       "errors": [
                     *         {
                     *           "pointer": "/amount",
                     *           "code": "minimum",
                     *           "message": "must be at least 1."
                     *         }
                     *       ],
                     *       "requestId": "req_0193a1f4-5b7e-7c3d-8e21-6f4a9b0c1d2e"
                     *     }
                     */
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly retrieveWebhookReplay: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The version to answer in; 2023-11-15 when left out. */
                readonly "X-Version"?: components["schemas"]["ApiVersion"];
            };
            readonly path: {
                /** @description Id of the endpoint (`we_…`). */
                readonly id: string;
                /** @description Id of the replay (`wr_…`). */
                readonly replayId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "wr_2FZ6i2JxCJ9Zg3YJ3Hn7VtGzBqMxTq3h4b9zLqk1nW8rXo5vY7cD2e",
                     *       "created": "2024-03-28T08:26:37Z",
                     *       "ended": "2024-03-28T08:26:37Z",
                     *       "from": "2024-03-28T08:26:37Z",
                     *       "onlyUndelivered": false,
                     *       "progress": 0,
                     *       "queued": 0,
                     *       "skipped": 0,
                     *       "status": "running",
                     *       "to": "2024-03-28T08:26:37Z",
                     *       "webhookEndpoint": "text"
                     *     }
                     */
                    readonly "application/json": components["schemas"]["WebhookReplay"];
                };
            };
            /** @description What went wrong: 4xx is for you to change, 5xx for us; the code says which. */
            readonly default: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    readonly "Idempotent-Session-Status": components["headers"]["Idempotent-Session-Status"];
                    readonly "X-Ignored-Fields": components["headers"]["X-Ignored-Fields"];
                    readonly "Retry-After": components["headers"]["Retry-After"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "http://localhost:8080/docs/errors#invalid_fields",
                     *       "title": "Invalid fields",
                     *       "status": 400,
                     *       "code": "invalid_fields",
                     *       "detail": "The request has fields that are not right: see errors.",
                     *       "message": "The request has fields that are not right: see errors.",
                     *       "errors": [
                     *         {
                     *           "pointer": "/amount",
                     *           "code": "minimum",
                     *           "message": "must be at least 1."
                     *         }
                     *       ],
                     *       "requestId": "req_0193a1f4-5b7e-7c3d-8e21-6f4a9b0c1d2e"
                     *     }
                     */
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly cancelWebhookReplay: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The version to answer in; 2023-11-15 when left out. */
                readonly "X-Version"?: components["schemas"]["ApiVersion"];
                /** @description Names this request: your order and the number of the try, such as `order-1042-try-1`. The same key and body give the same answer for 30 days, and one effect. */
                readonly "Idempotency-Key"?: string;
            };
            readonly path: {
                /** @description Id of the endpoint (`we_…`). */
                readonly id: string;
                /** @description Id of the replay (`wr_…`). */
                readonly replayId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    readonly "Idempotent-Session-Status": components["headers"]["Idempotent-Session-Status"];
                    readonly "X-Ignored-Fields": components["headers"]["X-Ignored-Fields"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "wr_2FZ6i2JxCJ9Zg3YJ3Hn7VtGzBqMxTq3h4b9zLqk1nW8rXo5vY7cD2e",
                     *       "created": "2024-03-28T08:26:37Z",
                     *       "ended": "2024-03-28T08:26:37Z",
                     *       "from": "2024-03-28T08:26:37Z",
                     *       "onlyUndelivered": false,
                     *       "progress": 0,
                     *       "queued": 0,
                     *       "skipped": 0,
                     *       "status": "running",
                     *       "to": "2024-03-28T08:26:37Z",
                     *       "webhookEndpoint": "text"
                     *     }
                     */
                    readonly "application/json": components["schemas"]["WebhookReplay"];
                };
            };
            /** @description What went wrong: 4xx is for you to change, 5xx for us; the code says which. */
            readonly default: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    readonly "Idempotent-Session-Status": components["headers"]["Idempotent-Session-Status"];
                    readonly "X-Ignored-Fields": components["headers"]["X-Ignored-Fields"];
                    readonly "Retry-After": components["headers"]["Retry-After"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "http://localhost:8080/docs/errors#invalid_fields",
                     *       "title": "Invalid fields",
                     *       "status": 400,
                     *       "code": "invalid_fields",
                     *       "detail": "The request has fields that are not right: see errors.",
                     *       "message": "The request has fields that are not right: see errors.",
                     *       "errors": [
                     *         {
                     *           "pointer": "/amount",
                     *           "code": "minimum",
                     *           "message": "must be at least 1."
                     *         }
                     *       ],
                     *       "requestId": "req_0193a1f4-5b7e-7c3d-8e21-6f4a9b0c1d2e"
                     *     }
                     */
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly listDeliveries: {
        readonly parameters: {
            readonly query?: {
                /** @description How many, 1 to 100; 20 when left out. */
                readonly limit?: number;
                /** @description `nextCursor` of the page before. */
                readonly cursor?: string;
                /** @description Only what was created at or after this time. */
                readonly createdFrom?: string;
                /** @description Only what was created before this time. */
                readonly createdTo?: string;
                /** @description Only those to this endpoint (`we_…`). */
                readonly webhookEndpoint?: string;
                /** @description Only those of this event (`ev_…`). */
                readonly event?: string;
                /** @description Only events of this type. */
                readonly type?: "session.created" | "session.completed" | "session.expired" | "payment.created" | "payment.requiresAction" | "payment.requiresCapture" | "payment.incremented" | "payment.incrementFailed" | "payment.funded" | "payment.captureFailed" | "payment.succeeded" | "payment.blocked" | "payment.failed" | "payment.canceled" | "refund.created" | "refund.succeeded" | "refund.failed" | "paymentMethod.created" | "paymentMethod.deleted" | "webhookEndpoint.failing" | "webhookEndpoint.disabled" | "webhookEndpoint.test";
                /** @description Only deliveries with this status. */
                readonly status?: "pending" | "delivered" | "abandoned";
            };
            readonly header?: {
                /** @description The version to answer in; 2023-11-15 when left out. */
                readonly "X-Version"?: components["schemas"]["ApiVersion"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "attemptCount": 1,
                     *           "attempts": [
                     *             {
                     *               "durationMs": 1,
                     *               "lastStarted": "2024-03-28T08:26:37Z",
                     *               "number": 1,
                     *               "outcome": "delivered",
                     *               "repeats": 1,
                     *               "started": "2024-03-28T08:26:37Z"
                     *             }
                     *           ],
                     *           "created": "2024-03-28T08:26:37Z",
                     *           "delivered": "2024-03-28T08:26:37Z",
                     *           "event": "text",
                     *           "eventType": "text",
                     *           "nextAttempt": "2024-03-28T08:26:37Z",
                     *           "status": "pending",
                     *           "url": "text",
                     *           "webhookEndpoint": "text"
                     *         }
                     *       ],
                     *       "hasMore": false,
                     *       "nextCursor": null
                     *     }
                     */
                    readonly "application/json": components["schemas"]["DeliveryList"];
                };
            };
            /** @description What went wrong: 4xx is for you to change, 5xx for us; the code says which. */
            readonly default: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    readonly "Idempotent-Session-Status": components["headers"]["Idempotent-Session-Status"];
                    readonly "X-Ignored-Fields": components["headers"]["X-Ignored-Fields"];
                    readonly "Retry-After": components["headers"]["Retry-After"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "http://localhost:8080/docs/errors#invalid_fields",
                     *       "title": "Invalid fields",
                     *       "status": 400,
                     *       "code": "invalid_fields",
                     *       "detail": "The request has fields that are not right: see errors.",
                     *       "message": "The request has fields that are not right: see errors.",
                     *       "errors": [
                     *         {
                     *           "pointer": "/amount",
                     *           "code": "minimum",
                     *           "message": "must be at least 1."
                     *         }
                     *       ],
                     *       "requestId": "req_0193a1f4-5b7e-7c3d-8e21-6f4a9b0c1d2e"
                     *     }
                     */
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly retrieveWebhookFaults: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The version to answer in; 2023-11-15 when left out. */
                readonly "X-Version"?: components["schemas"]["ApiVersion"];
            };
            readonly path: {
                /** @description Id of the endpoint (`we_…`). */
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /** @example {} */
                    readonly "application/json": components["schemas"]["WebhookFaults"];
                };
            };
            /** @description What went wrong: 4xx is for you to change, 5xx for us; the code says which. */
            readonly default: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    readonly "Idempotent-Session-Status": components["headers"]["Idempotent-Session-Status"];
                    readonly "X-Ignored-Fields": components["headers"]["X-Ignored-Fields"];
                    readonly "Retry-After": components["headers"]["Retry-After"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "http://localhost:8080/docs/errors#invalid_fields",
                     *       "title": "Invalid fields",
                     *       "status": 400,
                     *       "code": "invalid_fields",
                     *       "detail": "The request has fields that are not right: see errors.",
                     *       "message": "The request has fields that are not right: see errors.",
                     *       "errors": [
                     *         {
                     *           "pointer": "/amount",
                     *           "code": "minimum",
                     *           "message": "must be at least 1."
                     *         }
                     *       ],
                     *       "requestId": "req_0193a1f4-5b7e-7c3d-8e21-6f4a9b0c1d2e"
                     *     }
                     */
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly setWebhookFaults: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The version to answer in; 2023-11-15 when left out. */
                readonly "X-Version"?: components["schemas"]["ApiVersion"];
            };
            readonly path: {
                /** @description Id of the endpoint (`we_…`). */
                readonly id: string;
            };
            readonly cookie?: never;
        };
        /** @description A field that is optional may be left out, `null` or empty text: all three mean the same. */
        readonly requestBody?: {
            readonly content: {
                readonly "application/json": components["schemas"]["WebhookFaultsSet"];
            };
        };
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /** @example {} */
                    readonly "application/json": components["schemas"]["WebhookFaults"];
                };
            };
            /** @description What went wrong: 4xx is for you to change, 5xx for us; the code says which. */
            readonly default: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    readonly "Idempotent-Session-Status": components["headers"]["Idempotent-Session-Status"];
                    readonly "X-Ignored-Fields": components["headers"]["X-Ignored-Fields"];
                    readonly "Retry-After": components["headers"]["Retry-After"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "http://localhost:8080/docs/errors#invalid_fields",
                     *       "title": "Invalid fields",
                     *       "status": 400,
                     *       "code": "invalid_fields",
                     *       "detail": "The request has fields that are not right: see errors.",
                     *       "message": "The request has fields that are not right: see errors.",
                     *       "errors": [
                     *         {
                     *           "pointer": "/amount",
                     *           "code": "minimum",
                     *           "message": "must be at least 1."
                     *         }
                     *       ],
                     *       "requestId": "req_0193a1f4-5b7e-7c3d-8e21-6f4a9b0c1d2e"
                     *     }
                     */
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly clearWebhookFaults: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The version to answer in; 2023-11-15 when left out. */
                readonly "X-Version"?: components["schemas"]["ApiVersion"];
            };
            readonly path: {
                /** @description Id of the endpoint (`we_…`). */
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /** @example {} */
                    readonly "application/json": components["schemas"]["WebhookFaults"];
                };
            };
            /** @description What went wrong: 4xx is for you to change, 5xx for us; the code says which. */
            readonly default: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    readonly "Idempotent-Session-Status": components["headers"]["Idempotent-Session-Status"];
                    readonly "X-Ignored-Fields": components["headers"]["X-Ignored-Fields"];
                    readonly "Retry-After": components["headers"]["Retry-After"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "http://localhost:8080/docs/errors#invalid_fields",
                     *       "title": "Invalid fields",
                     *       "status": 400,
                     *       "code": "invalid_fields",
                     *       "detail": "The request has fields that are not right: see errors.",
                     *       "message": "The request has fields that are not right: see errors.",
                     *       "errors": [
                     *         {
                     *           "pointer": "/amount",
                     *           "code": "minimum",
                     *           "message": "must be at least 1."
                     *         }
                     *       ],
                     *       "requestId": "req_0193a1f4-5b7e-7c3d-8e21-6f4a9b0c1d2e"
                     *     }
                     */
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly listApiKeys: {
        readonly parameters: {
            readonly query?: {
                /** @description How many, 1 to 100; 20 when left out. */
                readonly limit?: number;
                /** @description `nextCursor` of the page before. */
                readonly cursor?: string;
            };
            readonly header?: {
                /** @description The version to answer in; 2023-11-15 when left out. */
                readonly "X-Version"?: components["schemas"]["ApiVersion"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": "ak_2EiTbKc3vL6kQ8mWzR5yN1pXsJ7hG4dF9aUoB2tVxYqZ8wMnC6eL3r",
                     *           "allowedAddresses": null,
                     *           "created": "2024-03-28T08:26:37Z",
                     *           "expiresAt": null,
                     *           "last4": "text",
                     *           "lastUsedAt": null,
                     *           "name": "text",
                     *           "scopes": [
                     *             "text"
                     *           ]
                     *         }
                     *       ],
                     *       "hasMore": false,
                     *       "nextCursor": null
                     *     }
                     */
                    readonly "application/json": components["schemas"]["ApiKeyList"];
                };
            };
            /** @description What went wrong: 4xx is for you to change, 5xx for us; the code says which. */
            readonly default: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    readonly "Idempotent-Session-Status": components["headers"]["Idempotent-Session-Status"];
                    readonly "X-Ignored-Fields": components["headers"]["X-Ignored-Fields"];
                    readonly "Retry-After": components["headers"]["Retry-After"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "http://localhost:8080/docs/errors#invalid_fields",
                     *       "title": "Invalid fields",
                     *       "status": 400,
                     *       "code": "invalid_fields",
                     *       "detail": "The request has fields that are not right: see errors.",
                     *       "message": "The request has fields that are not right: see errors.",
                     *       "errors": [
                     *         {
                     *           "pointer": "/amount",
                     *           "code": "minimum",
                     *           "message": "must be at least 1."
                     *         }
                     *       ],
                     *       "requestId": "req_0193a1f4-5b7e-7c3d-8e21-6f4a9b0c1d2e"
                     *     }
                     */
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly createApiKey: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The version to answer in; 2023-11-15 when left out. */
                readonly "X-Version"?: components["schemas"]["ApiVersion"];
                /** @description Names this request: your order and the number of the try, such as `order-1042-try-1`. The same key and body give the same answer for 30 days, and one effect. */
                readonly "Idempotency-Key"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        /** @description A field that is optional may be left out, `null` or empty text: all three mean the same. */
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["ApiKeyCreate"];
            };
        };
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    readonly "Idempotent-Session-Status": components["headers"]["Idempotent-Session-Status"];
                    readonly "X-Ignored-Fields": components["headers"]["X-Ignored-Fields"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "ak_2EiTbKc3vL6kQ8mWzR5yN1pXsJ7hG4dF9aUoB2tVxYqZ8wMnC6eL3r",
                     *       "allowedAddresses": null,
                     *       "apiKey": "text",
                     *       "created": "2024-03-28T08:26:37Z",
                     *       "expiresAt": null,
                     *       "last4": "text",
                     *       "lastUsedAt": null,
                     *       "name": "text",
                     *       "scopes": [
                     *         "text"
                     *       ]
                     *     }
                     */
                    readonly "application/json": components["schemas"]["CreatedApiKey"];
                };
            };
            /** @description What went wrong: 4xx is for you to change, 5xx for us; the code says which. */
            readonly default: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    readonly "Idempotent-Session-Status": components["headers"]["Idempotent-Session-Status"];
                    readonly "X-Ignored-Fields": components["headers"]["X-Ignored-Fields"];
                    readonly "Retry-After": components["headers"]["Retry-After"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "http://localhost:8080/docs/errors#invalid_fields",
                     *       "title": "Invalid fields",
                     *       "status": 400,
                     *       "code": "invalid_fields",
                     *       "detail": "The request has fields that are not right: see errors.",
                     *       "message": "The request has fields that are not right: see errors.",
                     *       "errors": [
                     *         {
                     *           "pointer": "/amount",
                     *           "code": "minimum",
                     *           "message": "must be at least 1."
                     *         }
                     *       ],
                     *       "requestId": "req_0193a1f4-5b7e-7c3d-8e21-6f4a9b0c1d2e"
                     *     }
                     */
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly deleteApiKey: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The version to answer in; 2023-11-15 when left out. */
                readonly "X-Version"?: components["schemas"]["ApiVersion"];
            };
            readonly path: {
                /** @description Id of the key (`ak_…`). */
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "text",
                     *       "deleted": true
                     *     }
                     */
                    readonly "application/json": components["schemas"]["DeletedApiKey"];
                };
            };
            /** @description What went wrong: 4xx is for you to change, 5xx for us; the code says which. */
            readonly default: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    readonly "Idempotent-Session-Status": components["headers"]["Idempotent-Session-Status"];
                    readonly "X-Ignored-Fields": components["headers"]["X-Ignored-Fields"];
                    readonly "Retry-After": components["headers"]["Retry-After"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "http://localhost:8080/docs/errors#invalid_fields",
                     *       "title": "Invalid fields",
                     *       "status": 400,
                     *       "code": "invalid_fields",
                     *       "detail": "The request has fields that are not right: see errors.",
                     *       "message": "The request has fields that are not right: see errors.",
                     *       "errors": [
                     *         {
                     *           "pointer": "/amount",
                     *           "code": "minimum",
                     *           "message": "must be at least 1."
                     *         }
                     *       ],
                     *       "requestId": "req_0193a1f4-5b7e-7c3d-8e21-6f4a9b0c1d2e"
                     *     }
                     */
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly listAcquirerAccounts: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The version to answer in; 2023-11-15 when left out. */
                readonly "X-Version"?: components["schemas"]["ApiVersion"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": "aa_2EiTbKc3vL6kQ8mWzR5yN1pXsJ7hG4dF9aUoB2tVxYqZ8wMnC6eL3r",
                     *           "brands": null,
                     *           "connector": "iso8583",
                     *           "created": "2024-03-28T08:26:37Z",
                     *           "currencies": null,
                     *           "enabled": false,
                     *           "maintenance": null,
                     *           "name": "text",
                     *           "notificationUrl": "text",
                     *           "priority": 1,
                     *           "settings": {}
                     *         }
                     *       ],
                     *       "hasMore": false,
                     *       "nextCursor": null
                     *     }
                     */
                    readonly "application/json": components["schemas"]["AcquirerAccountList"];
                };
            };
            /** @description What went wrong: 4xx is for you to change, 5xx for us; the code says which. */
            readonly default: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    readonly "Idempotent-Session-Status": components["headers"]["Idempotent-Session-Status"];
                    readonly "X-Ignored-Fields": components["headers"]["X-Ignored-Fields"];
                    readonly "Retry-After": components["headers"]["Retry-After"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "http://localhost:8080/docs/errors#invalid_fields",
                     *       "title": "Invalid fields",
                     *       "status": 400,
                     *       "code": "invalid_fields",
                     *       "detail": "The request has fields that are not right: see errors.",
                     *       "message": "The request has fields that are not right: see errors.",
                     *       "errors": [
                     *         {
                     *           "pointer": "/amount",
                     *           "code": "minimum",
                     *           "message": "must be at least 1."
                     *         }
                     *       ],
                     *       "requestId": "req_0193a1f4-5b7e-7c3d-8e21-6f4a9b0c1d2e"
                     *     }
                     */
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly createAcquirerAccount: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The version to answer in; 2023-11-15 when left out. */
                readonly "X-Version"?: components["schemas"]["ApiVersion"];
                /** @description Names this request: your order and the number of the try, such as `order-1042-try-1`. The same key and body give the same answer for 30 days, and one effect. */
                readonly "Idempotency-Key"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        /** @description A field that is optional may be left out, `null` or empty text: all three mean the same. */
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["AcquirerAccountCreate"];
            };
        };
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    readonly "Idempotent-Session-Status": components["headers"]["Idempotent-Session-Status"];
                    readonly "X-Ignored-Fields": components["headers"]["X-Ignored-Fields"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "aa_2EiTbKc3vL6kQ8mWzR5yN1pXsJ7hG4dF9aUoB2tVxYqZ8wMnC6eL3r",
                     *       "brands": null,
                     *       "connector": "iso8583",
                     *       "created": "2024-03-28T08:26:37Z",
                     *       "currencies": null,
                     *       "enabled": false,
                     *       "maintenance": null,
                     *       "name": "text",
                     *       "notificationUrl": "text",
                     *       "priority": 1,
                     *       "settings": {}
                     *     }
                     */
                    readonly "application/json": components["schemas"]["AcquirerAccount"];
                };
            };
            /** @description What went wrong: 4xx is for you to change, 5xx for us; the code says which. */
            readonly default: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    readonly "Idempotent-Session-Status": components["headers"]["Idempotent-Session-Status"];
                    readonly "X-Ignored-Fields": components["headers"]["X-Ignored-Fields"];
                    readonly "Retry-After": components["headers"]["Retry-After"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "http://localhost:8080/docs/errors#invalid_fields",
                     *       "title": "Invalid fields",
                     *       "status": 400,
                     *       "code": "invalid_fields",
                     *       "detail": "The request has fields that are not right: see errors.",
                     *       "message": "The request has fields that are not right: see errors.",
                     *       "errors": [
                     *         {
                     *           "pointer": "/amount",
                     *           "code": "minimum",
                     *           "message": "must be at least 1."
                     *         }
                     *       ],
                     *       "requestId": "req_0193a1f4-5b7e-7c3d-8e21-6f4a9b0c1d2e"
                     *     }
                     */
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly retrieveAcquirerAccount: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The version to answer in; 2023-11-15 when left out. */
                readonly "X-Version"?: components["schemas"]["ApiVersion"];
            };
            readonly path: {
                /** @description Id of the account (`aa_…`). */
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "aa_2EiTbKc3vL6kQ8mWzR5yN1pXsJ7hG4dF9aUoB2tVxYqZ8wMnC6eL3r",
                     *       "brands": null,
                     *       "connector": "iso8583",
                     *       "created": "2024-03-28T08:26:37Z",
                     *       "currencies": null,
                     *       "enabled": false,
                     *       "maintenance": null,
                     *       "name": "text",
                     *       "notificationUrl": "text",
                     *       "priority": 1,
                     *       "settings": {}
                     *     }
                     */
                    readonly "application/json": components["schemas"]["AcquirerAccount"];
                };
            };
            /** @description What went wrong: 4xx is for you to change, 5xx for us; the code says which. */
            readonly default: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    readonly "Idempotent-Session-Status": components["headers"]["Idempotent-Session-Status"];
                    readonly "X-Ignored-Fields": components["headers"]["X-Ignored-Fields"];
                    readonly "Retry-After": components["headers"]["Retry-After"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "http://localhost:8080/docs/errors#invalid_fields",
                     *       "title": "Invalid fields",
                     *       "status": 400,
                     *       "code": "invalid_fields",
                     *       "detail": "The request has fields that are not right: see errors.",
                     *       "message": "The request has fields that are not right: see errors.",
                     *       "errors": [
                     *         {
                     *           "pointer": "/amount",
                     *           "code": "minimum",
                     *           "message": "must be at least 1."
                     *         }
                     *       ],
                     *       "requestId": "req_0193a1f4-5b7e-7c3d-8e21-6f4a9b0c1d2e"
                     *     }
                     */
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly updateAcquirerAccount: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The version to answer in; 2023-11-15 when left out. */
                readonly "X-Version"?: components["schemas"]["ApiVersion"];
            };
            readonly path: {
                /** @description Id of the account (`aa_…`). */
                readonly id: string;
            };
            readonly cookie?: never;
        };
        /** @description A field that is optional may be left out, `null` or empty text: all three mean the same. */
        readonly requestBody?: {
            readonly content: {
                readonly "application/json": components["schemas"]["AcquirerAccountChange"];
            };
        };
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "aa_2EiTbKc3vL6kQ8mWzR5yN1pXsJ7hG4dF9aUoB2tVxYqZ8wMnC6eL3r",
                     *       "brands": null,
                     *       "connector": "iso8583",
                     *       "created": "2024-03-28T08:26:37Z",
                     *       "currencies": null,
                     *       "enabled": false,
                     *       "maintenance": null,
                     *       "name": "text",
                     *       "notificationUrl": "text",
                     *       "priority": 1,
                     *       "settings": {}
                     *     }
                     */
                    readonly "application/json": components["schemas"]["AcquirerAccount"];
                };
            };
            /** @description What went wrong: 4xx is for you to change, 5xx for us; the code says which. */
            readonly default: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    readonly "Idempotent-Session-Status": components["headers"]["Idempotent-Session-Status"];
                    readonly "X-Ignored-Fields": components["headers"]["X-Ignored-Fields"];
                    readonly "Retry-After": components["headers"]["Retry-After"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "http://localhost:8080/docs/errors#invalid_fields",
                     *       "title": "Invalid fields",
                     *       "status": 400,
                     *       "code": "invalid_fields",
                     *       "detail": "The request has fields that are not right: see errors.",
                     *       "message": "The request has fields that are not right: see errors.",
                     *       "errors": [
                     *         {
                     *           "pointer": "/amount",
                     *           "code": "minimum",
                     *           "message": "must be at least 1."
                     *         }
                     *       ],
                     *       "requestId": "req_0193a1f4-5b7e-7c3d-8e21-6f4a9b0c1d2e"
                     *     }
                     */
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly rotateAcquirerAccount: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The version to answer in; 2023-11-15 when left out. */
                readonly "X-Version"?: components["schemas"]["ApiVersion"];
                /** @description Names this request: your order and the number of the try, such as `order-1042-try-1`. The same key and body give the same answer for 30 days, and one effect. */
                readonly "Idempotency-Key"?: string;
            };
            readonly path: {
                /** @description Id of the account (`aa_…`). */
                readonly id: string;
            };
            readonly cookie?: never;
        };
        /** @description A field that is optional may be left out, `null` or empty text: all three mean the same. */
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["AcquirerAccountRotate"];
            };
        };
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    readonly "Idempotent-Session-Status": components["headers"]["Idempotent-Session-Status"];
                    readonly "X-Ignored-Fields": components["headers"]["X-Ignored-Fields"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "aa_2EiTbKc3vL6kQ8mWzR5yN1pXsJ7hG4dF9aUoB2tVxYqZ8wMnC6eL3r",
                     *       "brands": null,
                     *       "connector": "iso8583",
                     *       "created": "2024-03-28T08:26:37Z",
                     *       "currencies": null,
                     *       "enabled": false,
                     *       "maintenance": null,
                     *       "name": "text",
                     *       "notificationUrl": "text",
                     *       "priority": 1,
                     *       "settings": {}
                     *     }
                     */
                    readonly "application/json": components["schemas"]["AcquirerAccount"];
                };
            };
            /** @description What went wrong: 4xx is for you to change, 5xx for us; the code says which. */
            readonly default: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    readonly "Idempotent-Session-Status": components["headers"]["Idempotent-Session-Status"];
                    readonly "X-Ignored-Fields": components["headers"]["X-Ignored-Fields"];
                    readonly "Retry-After": components["headers"]["Retry-After"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "http://localhost:8080/docs/errors#invalid_fields",
                     *       "title": "Invalid fields",
                     *       "status": 400,
                     *       "code": "invalid_fields",
                     *       "detail": "The request has fields that are not right: see errors.",
                     *       "message": "The request has fields that are not right: see errors.",
                     *       "errors": [
                     *         {
                     *           "pointer": "/amount",
                     *           "code": "minimum",
                     *           "message": "must be at least 1."
                     *         }
                     *       ],
                     *       "requestId": "req_0193a1f4-5b7e-7c3d-8e21-6f4a9b0c1d2e"
                     *     }
                     */
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly testAcquirerAccount: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The version to answer in; 2023-11-15 when left out. */
                readonly "X-Version"?: components["schemas"]["ApiVersion"];
                /** @description Names this request: your order and the number of the try, such as `order-1042-try-1`. The same key and body give the same answer for 30 days, and one effect. */
                readonly "Idempotency-Key"?: string;
            };
            readonly path: {
                /** @description Id of the account (`aa_…`). */
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    readonly "Idempotent-Session-Status": components["headers"]["Idempotent-Session-Status"];
                    readonly "X-Ignored-Fields": components["headers"]["X-Ignored-Fields"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "detail": "text",
                     *       "works": false
                     *     }
                     */
                    readonly "application/json": components["schemas"]["AcquirerAccountTest"];
                };
            };
            /** @description What went wrong: 4xx is for you to change, 5xx for us; the code says which. */
            readonly default: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    readonly "Idempotent-Session-Status": components["headers"]["Idempotent-Session-Status"];
                    readonly "X-Ignored-Fields": components["headers"]["X-Ignored-Fields"];
                    readonly "Retry-After": components["headers"]["Retry-After"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "http://localhost:8080/docs/errors#invalid_fields",
                     *       "title": "Invalid fields",
                     *       "status": 400,
                     *       "code": "invalid_fields",
                     *       "detail": "The request has fields that are not right: see errors.",
                     *       "message": "The request has fields that are not right: see errors.",
                     *       "errors": [
                     *         {
                     *           "pointer": "/amount",
                     *           "code": "minimum",
                     *           "message": "must be at least 1."
                     *         }
                     *       ],
                     *       "requestId": "req_0193a1f4-5b7e-7c3d-8e21-6f4a9b0c1d2e"
                     *     }
                     */
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly listAcquirerNotifications: {
        readonly parameters: {
            readonly query?: {
                /** @description How many, 1 to 100; 20 when left out. */
                readonly limit?: number;
                /** @description `nextCursor` of the page before. */
                readonly cursor?: string;
                /** @description `received`: it is yet to be applied; `applied`: it ended something that waited for it; `redundant`: what it says was known; `unknown`: it names nothing of ours; `ignored`: it moves nothing; `refused`: it cannot be true of what is stored: a person has to look */
                readonly status?: "received" | "applied" | "redundant" | "unknown" | "ignored" | "refused";
            };
            readonly header?: {
                /** @description The version to answer in; 2023-11-15 when left out. */
                readonly "X-Version"?: components["schemas"]["ApiVersion"];
            };
            readonly path: {
                /** @description Id of the account (`aa_…`). */
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": "text",
                     *           "applied": "2024-03-28T08:26:37Z",
                     *           "details": {},
                     *           "received": "2024-03-28T08:26:37Z",
                     *           "status": "received",
                     *           "timesReceived": 1,
                     *           "type": "CAPTURE_FAILED"
                     *         }
                     *       ],
                     *       "hasMore": false,
                     *       "nextCursor": null
                     *     }
                     */
                    readonly "application/json": components["schemas"]["AcquirerNotificationList"];
                };
            };
            /** @description What went wrong: 4xx is for you to change, 5xx for us; the code says which. */
            readonly default: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    readonly "Idempotent-Session-Status": components["headers"]["Idempotent-Session-Status"];
                    readonly "X-Ignored-Fields": components["headers"]["X-Ignored-Fields"];
                    readonly "Retry-After": components["headers"]["Retry-After"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "http://localhost:8080/docs/errors#invalid_fields",
                     *       "title": "Invalid fields",
                     *       "status": 400,
                     *       "code": "invalid_fields",
                     *       "detail": "The request has fields that are not right: see errors.",
                     *       "message": "The request has fields that are not right: see errors.",
                     *       "errors": [
                     *         {
                     *           "pointer": "/amount",
                     *           "code": "minimum",
                     *           "message": "must be at least 1."
                     *         }
                     *       ],
                     *       "requestId": "req_0193a1f4-5b7e-7c3d-8e21-6f4a9b0c1d2e"
                     *     }
                     */
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly replayAcquirerNotifications: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The version to answer in; 2023-11-15 when left out. */
                readonly "X-Version"?: components["schemas"]["ApiVersion"];
                /** @description Names this request: your order and the number of the try, such as `order-1042-try-1`. The same key and body give the same answer for 30 days, and one effect. */
                readonly "Idempotency-Key"?: string;
            };
            readonly path: {
                /** @description Id of the account (`aa_…`). */
                readonly id: string;
            };
            readonly cookie?: never;
        };
        /** @description A field that is optional may be left out, `null` or empty text: all three mean the same. */
        readonly requestBody?: {
            readonly content: {
                readonly "application/json": components["schemas"]["AcquirerNotificationReplay"];
            };
        };
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    readonly "Idempotent-Session-Status": components["headers"]["Idempotent-Session-Status"];
                    readonly "X-Ignored-Fields": components["headers"]["X-Ignored-Fields"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "count": 1
                     *     }
                     */
                    readonly "application/json": components["schemas"]["AcquirerNotificationsReplayed"];
                };
            };
            /** @description What went wrong: 4xx is for you to change, 5xx for us; the code says which. */
            readonly default: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    readonly "Idempotent-Session-Status": components["headers"]["Idempotent-Session-Status"];
                    readonly "X-Ignored-Fields": components["headers"]["X-Ignored-Fields"];
                    readonly "Retry-After": components["headers"]["Retry-After"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "http://localhost:8080/docs/errors#invalid_fields",
                     *       "title": "Invalid fields",
                     *       "status": 400,
                     *       "code": "invalid_fields",
                     *       "detail": "The request has fields that are not right: see errors.",
                     *       "message": "The request has fields that are not right: see errors.",
                     *       "errors": [
                     *         {
                     *           "pointer": "/amount",
                     *           "code": "minimum",
                     *           "message": "must be at least 1."
                     *         }
                     *       ],
                     *       "requestId": "req_0193a1f4-5b7e-7c3d-8e21-6f4a9b0c1d2e"
                     *     }
                     */
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly retrieveAcquirerRules: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The version to answer in; 2023-11-15 when left out. */
                readonly "X-Version"?: components["schemas"]["ApiVersion"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "rules": [
                     *         {
                     *           "name": "Large sums to our bank",
                     *           "enabled": false,
                     *           "when": {
                     *             "amountFrom": 100000,
                     *             "amountTo": 100000,
                     *             "metadata": {
                     *               "cart": "c-1042"
                     *             }
                     *           },
                     *           "accounts": [
                     *             {
                     *               "account": "text",
                     *               "weight": 0
                     *             }
                     *           ]
                     *         }
                     *       ],
                     *       "version": 0
                     *     }
                     */
                    readonly "application/json": components["schemas"]["AcquirerRules"];
                };
            };
            /** @description What went wrong: 4xx is for you to change, 5xx for us; the code says which. */
            readonly default: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    readonly "Idempotent-Session-Status": components["headers"]["Idempotent-Session-Status"];
                    readonly "X-Ignored-Fields": components["headers"]["X-Ignored-Fields"];
                    readonly "Retry-After": components["headers"]["Retry-After"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "http://localhost:8080/docs/errors#invalid_fields",
                     *       "title": "Invalid fields",
                     *       "status": 400,
                     *       "code": "invalid_fields",
                     *       "detail": "The request has fields that are not right: see errors.",
                     *       "message": "The request has fields that are not right: see errors.",
                     *       "errors": [
                     *         {
                     *           "pointer": "/amount",
                     *           "code": "minimum",
                     *           "message": "must be at least 1."
                     *         }
                     *       ],
                     *       "requestId": "req_0193a1f4-5b7e-7c3d-8e21-6f4a9b0c1d2e"
                     *     }
                     */
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly replaceAcquirerRules: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The version to answer in; 2023-11-15 when left out. */
                readonly "X-Version"?: components["schemas"]["ApiVersion"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        /** @description A field that is optional may be left out, `null` or empty text: all three mean the same. */
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["AcquirerRulesReplace"];
            };
        };
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "rules": [
                     *         {
                     *           "name": "Large sums to our bank",
                     *           "enabled": false,
                     *           "when": {
                     *             "amountFrom": 100000,
                     *             "amountTo": 100000,
                     *             "metadata": {
                     *               "cart": "c-1042"
                     *             }
                     *           },
                     *           "accounts": [
                     *             {
                     *               "account": "text",
                     *               "weight": 0
                     *             }
                     *           ]
                     *         }
                     *       ],
                     *       "version": 0
                     *     }
                     */
                    readonly "application/json": components["schemas"]["AcquirerRules"];
                };
            };
            /** @description What went wrong: 4xx is for you to change, 5xx for us; the code says which. */
            readonly default: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    readonly "Idempotent-Session-Status": components["headers"]["Idempotent-Session-Status"];
                    readonly "X-Ignored-Fields": components["headers"]["X-Ignored-Fields"];
                    readonly "Retry-After": components["headers"]["Retry-After"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "http://localhost:8080/docs/errors#invalid_fields",
                     *       "title": "Invalid fields",
                     *       "status": 400,
                     *       "code": "invalid_fields",
                     *       "detail": "The request has fields that are not right: see errors.",
                     *       "message": "The request has fields that are not right: see errors.",
                     *       "errors": [
                     *         {
                     *           "pointer": "/amount",
                     *           "code": "minimum",
                     *           "message": "must be at least 1."
                     *         }
                     *       ],
                     *       "requestId": "req_0193a1f4-5b7e-7c3d-8e21-6f4a9b0c1d2e"
                     *     }
                     */
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly explainAcquirerRoute: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The version to answer in; 2023-11-15 when left out. */
                readonly "X-Version"?: components["schemas"]["ApiVersion"];
                /** @description Names this request: your order and the number of the try, such as `order-1042-try-1`. The same key and body give the same answer for 30 days, and one effect. */
                readonly "Idempotency-Key"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        /** @description A field that is optional may be left out, `null` or empty text: all three mean the same. */
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["AcquirerRouteExplain"];
            };
        };
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    readonly "Idempotent-Session-Status": components["headers"]["Idempotent-Session-Status"];
                    readonly "X-Ignored-Fields": components["headers"]["X-Ignored-Fields"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "leftOut": [
                     *         {
                     *           "account": "text",
                     *           "name": "text",
                     *           "connector": "text",
                     *           "why": "text"
                     *         }
                     *       ],
                     *       "order": [
                     *         {
                     *           "account": "text",
                     *           "name": "text",
                     *           "connector": "text",
                     *           "health": "closed",
                     *           "weight": null,
                     *           "why": "text"
                     *         }
                     *       ],
                     *       "passedOver": [
                     *         {
                     *           "rule": "text",
                     *           "why": "currencies"
                     *         }
                     *       ],
                     *       "rule": null,
                     *       "summary": "text"
                     *     }
                     */
                    readonly "application/json": components["schemas"]["AcquirerRoute"];
                };
            };
            /** @description What went wrong: 4xx is for you to change, 5xx for us; the code says which. */
            readonly default: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    readonly "Idempotent-Session-Status": components["headers"]["Idempotent-Session-Status"];
                    readonly "X-Ignored-Fields": components["headers"]["X-Ignored-Fields"];
                    readonly "Retry-After": components["headers"]["Retry-After"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "http://localhost:8080/docs/errors#invalid_fields",
                     *       "title": "Invalid fields",
                     *       "status": 400,
                     *       "code": "invalid_fields",
                     *       "detail": "The request has fields that are not right: see errors.",
                     *       "message": "The request has fields that are not right: see errors.",
                     *       "errors": [
                     *         {
                     *           "pointer": "/amount",
                     *           "code": "minimum",
                     *           "message": "must be at least 1."
                     *         }
                     *       ],
                     *       "requestId": "req_0193a1f4-5b7e-7c3d-8e21-6f4a9b0c1d2e"
                     *     }
                     */
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly listMembers: {
        readonly parameters: {
            readonly query?: {
                /** @description How many, 1 to 100; 20 when left out. */
                readonly limit?: number;
                /** @description `nextCursor` of the page before. */
                readonly cursor?: string;
            };
            readonly header?: {
                /** @description The version to answer in; 2023-11-15 when left out. */
                readonly "X-Version"?: components["schemas"]["ApiVersion"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": "mb_2EiTbKc3vL6kQ8mWzR5yN1pXsJ7hG4dF9aUoB2tVxYqZ8wMnC6eL3r",
                     *           "created": "2024-03-28T08:26:37Z",
                     *           "email": "text",
                     *           "lastSignedInAt": null,
                     *           "name": "text",
                     *           "role": "text",
                     *           "status": "text"
                     *         }
                     *       ],
                     *       "hasMore": false,
                     *       "nextCursor": null
                     *     }
                     */
                    readonly "application/json": components["schemas"]["MemberList"];
                };
            };
            /** @description What went wrong: 4xx is for you to change, 5xx for us; the code says which. */
            readonly default: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    readonly "Idempotent-Session-Status": components["headers"]["Idempotent-Session-Status"];
                    readonly "X-Ignored-Fields": components["headers"]["X-Ignored-Fields"];
                    readonly "Retry-After": components["headers"]["Retry-After"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "http://localhost:8080/docs/errors#invalid_fields",
                     *       "title": "Invalid fields",
                     *       "status": 400,
                     *       "code": "invalid_fields",
                     *       "detail": "The request has fields that are not right: see errors.",
                     *       "message": "The request has fields that are not right: see errors.",
                     *       "errors": [
                     *         {
                     *           "pointer": "/amount",
                     *           "code": "minimum",
                     *           "message": "must be at least 1."
                     *         }
                     *       ],
                     *       "requestId": "req_0193a1f4-5b7e-7c3d-8e21-6f4a9b0c1d2e"
                     *     }
                     */
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly inviteMember: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The version to answer in; 2023-11-15 when left out. */
                readonly "X-Version"?: components["schemas"]["ApiVersion"];
                /** @description Names this request: your order and the number of the try, such as `order-1042-try-1`. The same key and body give the same answer for 30 days, and one effect. */
                readonly "Idempotency-Key"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        /** @description A field that is optional may be left out, `null` or empty text: all three mean the same. */
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["MemberInvite"];
            };
        };
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    readonly "Idempotent-Session-Status": components["headers"]["Idempotent-Session-Status"];
                    readonly "X-Ignored-Fields": components["headers"]["X-Ignored-Fields"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "expiresAt": "2024-03-28T08:26:37Z",
                     *       "link": "text",
                     *       "member": {
                     *         "id": "mb_2EiTbKc3vL6kQ8mWzR5yN1pXsJ7hG4dF9aUoB2tVxYqZ8wMnC6eL3r",
                     *         "created": "2024-03-28T08:26:37Z",
                     *         "email": "text",
                     *         "lastSignedInAt": null,
                     *         "name": "text",
                     *         "role": "text",
                     *         "status": "text"
                     *       }
                     *     }
                     */
                    readonly "application/json": components["schemas"]["MemberLink"];
                };
            };
            /** @description What went wrong: 4xx is for you to change, 5xx for us; the code says which. */
            readonly default: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    readonly "Idempotent-Session-Status": components["headers"]["Idempotent-Session-Status"];
                    readonly "X-Ignored-Fields": components["headers"]["X-Ignored-Fields"];
                    readonly "Retry-After": components["headers"]["Retry-After"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "http://localhost:8080/docs/errors#invalid_fields",
                     *       "title": "Invalid fields",
                     *       "status": 400,
                     *       "code": "invalid_fields",
                     *       "detail": "The request has fields that are not right: see errors.",
                     *       "message": "The request has fields that are not right: see errors.",
                     *       "errors": [
                     *         {
                     *           "pointer": "/amount",
                     *           "code": "minimum",
                     *           "message": "must be at least 1."
                     *         }
                     *       ],
                     *       "requestId": "req_0193a1f4-5b7e-7c3d-8e21-6f4a9b0c1d2e"
                     *     }
                     */
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly createMemberLink: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The version to answer in; 2023-11-15 when left out. */
                readonly "X-Version"?: components["schemas"]["ApiVersion"];
                /** @description Names this request: your order and the number of the try, such as `order-1042-try-1`. The same key and body give the same answer for 30 days, and one effect. */
                readonly "Idempotency-Key"?: string;
            };
            readonly path: {
                /** @description Id of the person (`mb_…`). */
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    readonly "Idempotent-Session-Status": components["headers"]["Idempotent-Session-Status"];
                    readonly "X-Ignored-Fields": components["headers"]["X-Ignored-Fields"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "expiresAt": "2024-03-28T08:26:37Z",
                     *       "link": "text",
                     *       "member": {
                     *         "id": "mb_2EiTbKc3vL6kQ8mWzR5yN1pXsJ7hG4dF9aUoB2tVxYqZ8wMnC6eL3r",
                     *         "created": "2024-03-28T08:26:37Z",
                     *         "email": "text",
                     *         "lastSignedInAt": null,
                     *         "name": "text",
                     *         "role": "text",
                     *         "status": "text"
                     *       }
                     *     }
                     */
                    readonly "application/json": components["schemas"]["MemberLink"];
                };
            };
            /** @description What went wrong: 4xx is for you to change, 5xx for us; the code says which. */
            readonly default: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    readonly "Idempotent-Session-Status": components["headers"]["Idempotent-Session-Status"];
                    readonly "X-Ignored-Fields": components["headers"]["X-Ignored-Fields"];
                    readonly "Retry-After": components["headers"]["Retry-After"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "http://localhost:8080/docs/errors#invalid_fields",
                     *       "title": "Invalid fields",
                     *       "status": 400,
                     *       "code": "invalid_fields",
                     *       "detail": "The request has fields that are not right: see errors.",
                     *       "message": "The request has fields that are not right: see errors.",
                     *       "errors": [
                     *         {
                     *           "pointer": "/amount",
                     *           "code": "minimum",
                     *           "message": "must be at least 1."
                     *         }
                     *       ],
                     *       "requestId": "req_0193a1f4-5b7e-7c3d-8e21-6f4a9b0c1d2e"
                     *     }
                     */
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly retrieveMember: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The version to answer in; 2023-11-15 when left out. */
                readonly "X-Version"?: components["schemas"]["ApiVersion"];
            };
            readonly path: {
                /** @description Id of the person (`mb_…`). */
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "mb_2EiTbKc3vL6kQ8mWzR5yN1pXsJ7hG4dF9aUoB2tVxYqZ8wMnC6eL3r",
                     *       "created": "2024-03-28T08:26:37Z",
                     *       "email": "text",
                     *       "lastSignedInAt": null,
                     *       "name": "text",
                     *       "role": "text",
                     *       "status": "text"
                     *     }
                     */
                    readonly "application/json": components["schemas"]["Member"];
                };
            };
            /** @description What went wrong: 4xx is for you to change, 5xx for us; the code says which. */
            readonly default: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    readonly "Idempotent-Session-Status": components["headers"]["Idempotent-Session-Status"];
                    readonly "X-Ignored-Fields": components["headers"]["X-Ignored-Fields"];
                    readonly "Retry-After": components["headers"]["Retry-After"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "http://localhost:8080/docs/errors#invalid_fields",
                     *       "title": "Invalid fields",
                     *       "status": 400,
                     *       "code": "invalid_fields",
                     *       "detail": "The request has fields that are not right: see errors.",
                     *       "message": "The request has fields that are not right: see errors.",
                     *       "errors": [
                     *         {
                     *           "pointer": "/amount",
                     *           "code": "minimum",
                     *           "message": "must be at least 1."
                     *         }
                     *       ],
                     *       "requestId": "req_0193a1f4-5b7e-7c3d-8e21-6f4a9b0c1d2e"
                     *     }
                     */
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly removeMember: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The version to answer in; 2023-11-15 when left out. */
                readonly "X-Version"?: components["schemas"]["ApiVersion"];
            };
            readonly path: {
                /** @description Id of the person (`mb_…`). */
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "text",
                     *       "deleted": true
                     *     }
                     */
                    readonly "application/json": components["schemas"]["RemovedMember"];
                };
            };
            /** @description What went wrong: 4xx is for you to change, 5xx for us; the code says which. */
            readonly default: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    readonly "Idempotent-Session-Status": components["headers"]["Idempotent-Session-Status"];
                    readonly "X-Ignored-Fields": components["headers"]["X-Ignored-Fields"];
                    readonly "Retry-After": components["headers"]["Retry-After"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "http://localhost:8080/docs/errors#invalid_fields",
                     *       "title": "Invalid fields",
                     *       "status": 400,
                     *       "code": "invalid_fields",
                     *       "detail": "The request has fields that are not right: see errors.",
                     *       "message": "The request has fields that are not right: see errors.",
                     *       "errors": [
                     *         {
                     *           "pointer": "/amount",
                     *           "code": "minimum",
                     *           "message": "must be at least 1."
                     *         }
                     *       ],
                     *       "requestId": "req_0193a1f4-5b7e-7c3d-8e21-6f4a9b0c1d2e"
                     *     }
                     */
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly changeMember: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The version to answer in; 2023-11-15 when left out. */
                readonly "X-Version"?: components["schemas"]["ApiVersion"];
            };
            readonly path: {
                /** @description Id of the person (`mb_…`). */
                readonly id: string;
            };
            readonly cookie?: never;
        };
        /** @description A field that is optional may be left out, `null` or empty text: all three mean the same. */
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["MemberChange"];
            };
        };
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "mb_2EiTbKc3vL6kQ8mWzR5yN1pXsJ7hG4dF9aUoB2tVxYqZ8wMnC6eL3r",
                     *       "created": "2024-03-28T08:26:37Z",
                     *       "email": "text",
                     *       "lastSignedInAt": null,
                     *       "name": "text",
                     *       "role": "text",
                     *       "status": "text"
                     *     }
                     */
                    readonly "application/json": components["schemas"]["Member"];
                };
            };
            /** @description What went wrong: 4xx is for you to change, 5xx for us; the code says which. */
            readonly default: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    readonly "Idempotent-Session-Status": components["headers"]["Idempotent-Session-Status"];
                    readonly "X-Ignored-Fields": components["headers"]["X-Ignored-Fields"];
                    readonly "Retry-After": components["headers"]["Retry-After"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "http://localhost:8080/docs/errors#invalid_fields",
                     *       "title": "Invalid fields",
                     *       "status": 400,
                     *       "code": "invalid_fields",
                     *       "detail": "The request has fields that are not right: see errors.",
                     *       "message": "The request has fields that are not right: see errors.",
                     *       "errors": [
                     *         {
                     *           "pointer": "/amount",
                     *           "code": "minimum",
                     *           "message": "must be at least 1."
                     *         }
                     *       ],
                     *       "requestId": "req_0193a1f4-5b7e-7c3d-8e21-6f4a9b0c1d2e"
                     *     }
                     */
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly endMemberSessions: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The version to answer in; 2023-11-15 when left out. */
                readonly "X-Version"?: components["schemas"]["ApiVersion"];
                /** @description Names this request: your order and the number of the try, such as `order-1042-try-1`. The same key and body give the same answer for 30 days, and one effect. */
                readonly "Idempotency-Key"?: string;
            };
            readonly path: {
                /** @description Id of the person (`mb_…`). */
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    readonly "Idempotent-Session-Status": components["headers"]["Idempotent-Session-Status"];
                    readonly "X-Ignored-Fields": components["headers"]["X-Ignored-Fields"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "mb_2EiTbKc3vL6kQ8mWzR5yN1pXsJ7hG4dF9aUoB2tVxYqZ8wMnC6eL3r",
                     *       "created": "2024-03-28T08:26:37Z",
                     *       "email": "text",
                     *       "lastSignedInAt": null,
                     *       "name": "text",
                     *       "role": "text",
                     *       "status": "text"
                     *     }
                     */
                    readonly "application/json": components["schemas"]["Member"];
                };
            };
            /** @description What went wrong: 4xx is for you to change, 5xx for us; the code says which. */
            readonly default: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    readonly "Idempotent-Session-Status": components["headers"]["Idempotent-Session-Status"];
                    readonly "X-Ignored-Fields": components["headers"]["X-Ignored-Fields"];
                    readonly "Retry-After": components["headers"]["Retry-After"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "http://localhost:8080/docs/errors#invalid_fields",
                     *       "title": "Invalid fields",
                     *       "status": 400,
                     *       "code": "invalid_fields",
                     *       "detail": "The request has fields that are not right: see errors.",
                     *       "message": "The request has fields that are not right: see errors.",
                     *       "errors": [
                     *         {
                     *           "pointer": "/amount",
                     *           "code": "minimum",
                     *           "message": "must be at least 1."
                     *         }
                     *       ],
                     *       "requestId": "req_0193a1f4-5b7e-7c3d-8e21-6f4a9b0c1d2e"
                     *     }
                     */
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly listAuditLog: {
        readonly parameters: {
            readonly query?: {
                /** @description How many, 1 to 100; 20 when left out. */
                readonly limit?: number;
                /** @description `nextCursor` of the page before. */
                readonly cursor?: string;
                /** @description Only what was created at or after this time. */
                readonly createdFrom?: string;
                /** @description Only what was created before this time. */
                readonly createdTo?: string;
                /** @description Only acts of this kind. */
                readonly action?: "acquirerAccount.created" | "acquirerAccount.changed" | "acquirerAccount.rotated" | "acquirerRules.changed" | "apiKey.created" | "apiKey.deleted" | "capture.requested" | "increment.requested" | "cancel.requested" | "refund.requested" | "refund.approvalRequested" | "refund.approved" | "refund.approvalRefused" | "event.resent" | "logLevel.changed" | "list.exported" | "member.invited" | "member.joined" | "member.linked" | "member.passwordChanged" | "member.removed" | "member.reportChanged" | "member.roleChanged" | "member.sessionEnded" | "member.passkeyAdded" | "member.passkeyCopied" | "member.passkeyRemoved" | "member.signedIn" | "payment.askedAbout" | "merchant.created" | "merchant.changed" | "merchant.suspended" | "merchant.resumed" | "paymentMethod.deleted" | "session.expired" | "vault.rotationBegun" | "vault.rotationEnded" | "webhookEndpoint.created" | "webhookEndpoint.changed" | "webhookEndpoint.deleted" | "webhookEndpoint.faultsChanged" | "webhookEndpoint.secretRotated" | "webhookEndpoint.secretSwitchCanceled" | "webhookEndpoint.signingKeyRotated" | "webhookReplay.created" | "webhookReplay.canceled" | "chain.begun";
                /** @description Only acts on the thing with this id. */
                readonly subject?: string;
            };
            readonly header?: {
                /** @description The version to answer in; 2023-11-15 when left out. */
                readonly "X-Version"?: components["schemas"]["ApiVersion"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": "au_2EiTbKc3vL6kQ8mWzR5yN1pXsJ7hG4dF9aUoB2tVxYqZ8wMnC6eL3r",
                     *           "action": "text",
                     *           "actor": {
                     *             "id": "text",
                     *             "name": "text",
                     *             "type": "text"
                     *           },
                     *           "address": "text",
                     *           "after": "text",
                     *           "before": "text",
                     *           "created": "2024-03-28T08:26:37Z",
                     *           "number": "text",
                     *           "reason": "text",
                     *           "requestId": "text",
                     *           "subject": {
                     *             "id": "text",
                     *             "type": "text"
                     *           }
                     *         }
                     *       ],
                     *       "hasMore": false,
                     *       "nextCursor": null
                     *     }
                     */
                    readonly "application/json": components["schemas"]["AuditLog"];
                };
            };
            /** @description What went wrong: 4xx is for you to change, 5xx for us; the code says which. */
            readonly default: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    readonly "Idempotent-Session-Status": components["headers"]["Idempotent-Session-Status"];
                    readonly "X-Ignored-Fields": components["headers"]["X-Ignored-Fields"];
                    readonly "Retry-After": components["headers"]["Retry-After"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "http://localhost:8080/docs/errors#invalid_fields",
                     *       "title": "Invalid fields",
                     *       "status": 400,
                     *       "code": "invalid_fields",
                     *       "detail": "The request has fields that are not right: see errors.",
                     *       "message": "The request has fields that are not right: see errors.",
                     *       "errors": [
                     *         {
                     *           "pointer": "/amount",
                     *           "code": "minimum",
                     *           "message": "must be at least 1."
                     *         }
                     *       ],
                     *       "requestId": "req_0193a1f4-5b7e-7c3d-8e21-6f4a9b0c1d2e"
                     *     }
                     */
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly listRequestLog: {
        readonly parameters: {
            readonly query?: {
                /** @description How many, 1 to 100; 20 when left out. */
                readonly limit?: number;
                /** @description `nextCursor` of the page before. */
                readonly cursor?: string;
                /** @description Only what was created at or after this time. */
                readonly createdFrom?: string;
                /** @description Only what was created before this time. */
                readonly createdTo?: string;
                /** @description Only the one with this `API-Request-Id`. */
                readonly requestId?: string;
                /** @description Only those whose path begins so, below `/api2`: `/sessions`. */
                readonly path?: string;
                /** @description A status (`404`), or `4xx`. */
                readonly status?: string;
            };
            readonly header?: {
                /** @description The version to answer in; 2023-11-15 when left out. */
                readonly "X-Version"?: components["schemas"]["ApiVersion"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": "rq_2EiTbKc3vL6kQ8mWzR5yN1pXsJ7hG4dF9aUoB2tVxYqZ8wMnC6eL3r",
                     *           "address": "text",
                     *           "apiKey": "text",
                     *           "created": "2024-03-28T08:26:37Z",
                     *           "durationMs": 1,
                     *           "idempotentReplayed": false,
                     *           "method": "POST",
                     *           "path": "text",
                     *           "payment": "text",
                     *           "problem": "text",
                     *           "requestId": "text",
                     *           "route": "/api2/sessions/:id",
                     *           "session": "text",
                     *           "status": 200,
                     *           "version": "text"
                     *         }
                     *       ],
                     *       "hasMore": false,
                     *       "nextCursor": null
                     *     }
                     */
                    readonly "application/json": components["schemas"]["LoggedRequestList"];
                };
            };
            /** @description What went wrong: 4xx is for you to change, 5xx for us; the code says which. */
            readonly default: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    readonly "Idempotent-Session-Status": components["headers"]["Idempotent-Session-Status"];
                    readonly "X-Ignored-Fields": components["headers"]["X-Ignored-Fields"];
                    readonly "Retry-After": components["headers"]["Retry-After"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "http://localhost:8080/docs/errors#invalid_fields",
                     *       "title": "Invalid fields",
                     *       "status": 400,
                     *       "code": "invalid_fields",
                     *       "detail": "The request has fields that are not right: see errors.",
                     *       "message": "The request has fields that are not right: see errors.",
                     *       "errors": [
                     *         {
                     *           "pointer": "/amount",
                     *           "code": "minimum",
                     *           "message": "must be at least 1."
                     *         }
                     *       ],
                     *       "requestId": "req_0193a1f4-5b7e-7c3d-8e21-6f4a9b0c1d2e"
                     *     }
                     */
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly retrieveRequest: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The version to answer in; 2023-11-15 when left out. */
                readonly "X-Version"?: components["schemas"]["ApiVersion"];
            };
            readonly path: {
                /** @description Id of the row (`rq_…`), or an `API-Request-Id` (`req_…`). */
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "rq_2EiTbKc3vL6kQ8mWzR5yN1pXsJ7hG4dF9aUoB2tVxYqZ8wMnC6eL3r",
                     *       "address": "text",
                     *       "apiKey": "text",
                     *       "created": "2024-03-28T08:26:37Z",
                     *       "durationMs": 1,
                     *       "idempotentReplayed": false,
                     *       "method": "POST",
                     *       "path": "text",
                     *       "payment": "text",
                     *       "problem": "text",
                     *       "requestBody": "text",
                     *       "requestId": "text",
                     *       "responseBody": "text",
                     *       "route": "/api2/sessions/:id",
                     *       "session": "text",
                     *       "status": 200,
                     *       "version": "text"
                     *     }
                     */
                    readonly "application/json": components["schemas"]["LoggedRequest"];
                };
            };
            /** @description What went wrong: 4xx is for you to change, 5xx for us; the code says which. */
            readonly default: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    readonly "Idempotent-Session-Status": components["headers"]["Idempotent-Session-Status"];
                    readonly "X-Ignored-Fields": components["headers"]["X-Ignored-Fields"];
                    readonly "Retry-After": components["headers"]["Retry-After"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "http://localhost:8080/docs/errors#invalid_fields",
                     *       "title": "Invalid fields",
                     *       "status": 400,
                     *       "code": "invalid_fields",
                     *       "detail": "The request has fields that are not right: see errors.",
                     *       "message": "The request has fields that are not right: see errors.",
                     *       "errors": [
                     *         {
                     *           "pointer": "/amount",
                     *           "code": "minimum",
                     *           "message": "must be at least 1."
                     *         }
                     *       ],
                     *       "requestId": "req_0193a1f4-5b7e-7c3d-8e21-6f4a9b0c1d2e"
                     *     }
                     */
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly exportList: {
        readonly parameters: {
            readonly query?: {
                /** @description `csv`: a table with a head; times are UTC, each amount stands as a decimal of its currency and in minor units. `ndjson`: an object of the list on every line. `csv` when left out. */
                readonly format?: "csv" | "ndjson";
                /** @description Only what was created at or after this time. */
                readonly createdFrom?: string;
                /** @description Only what was created before this time. */
                readonly createdTo?: string;
                /** @description As the list takes it; of payments, refunds, sessions and deliveries. */
                readonly status?: string;
                /** @description Of payments and sessions: only with this reference of yours. */
                readonly merchantReferenceId?: string;
                /** @description Of payments and events: only of this session. */
                readonly session?: string;
                /** @description Of refunds: only of this payment. */
                readonly paymentId?: string;
                /** @description Of events and deliveries: only of this type of event. */
                readonly type?: string;
                /** @description Of deliveries: only those to this endpoint. */
                readonly webhookEndpoint?: string;
                /** @description Of payment methods: only of this customer of yours. */
                readonly merchantCustomerId?: string;
                /** @description Of the audit log: only acts of this kind. */
                readonly action?: string;
                /** @description Of the audit log: only acts on this thing. */
                readonly subject?: string;
            };
            readonly header?: {
                /** @description The version to answer in; 2023-11-15 when left out. */
                readonly "X-Version"?: components["schemas"]["ApiVersion"];
            };
            readonly path: {
                /** @description Which list. */
                readonly list: "payments" | "refunds" | "sessions" | "events" | "deliveries" | "payment-methods" | "audit-log";
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "text/csv": string;
                    readonly "application/x-ndjson": string;
                };
            };
            /** @description What went wrong: 4xx is for you to change, 5xx for us; the code says which. */
            readonly default: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    readonly "Idempotent-Session-Status": components["headers"]["Idempotent-Session-Status"];
                    readonly "X-Ignored-Fields": components["headers"]["X-Ignored-Fields"];
                    readonly "Retry-After": components["headers"]["Retry-After"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "http://localhost:8080/docs/errors#invalid_fields",
                     *       "title": "Invalid fields",
                     *       "status": 400,
                     *       "code": "invalid_fields",
                     *       "detail": "The request has fields that are not right: see errors.",
                     *       "message": "The request has fields that are not right: see errors.",
                     *       "errors": [
                     *         {
                     *           "pointer": "/amount",
                     *           "code": "minimum",
                     *           "message": "must be at least 1."
                     *         }
                     *       ],
                     *       "requestId": "req_0193a1f4-5b7e-7c3d-8e21-6f4a9b0c1d2e"
                     *     }
                     */
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly retrieveFigures: {
        readonly parameters: {
            readonly query?: {
                /** @description Any day of the period, in UTC; today when left out. */
                readonly date?: string;
                /** @description A `day` when left out; weeks begin on Monday. */
                readonly period?: "day" | "week" | "month";
            };
            readonly header?: {
                /** @description The version to answer in; 2023-11-15 when left out. */
                readonly "X-Version"?: components["schemas"]["ApiVersion"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "acquirerAccounts": [
                     *         {
                     *           "abandoned": 12,
                     *           "account": "aa_2EiTbKc3vL6kQ8mWzR5yN1pXsJ7hG4dF9aUoB2tVxYqZ8wMnC6eL3r",
                     *           "approvalRate": 0.9375,
                     *           "approved": 12,
                     *           "declined": 12,
                     *           "previous": {
                     *             "abandoned": 12,
                     *             "approvalRate": 0.9375,
                     *             "approved": 12,
                     *             "declined": 12,
                     *             "undecided": 12
                     *           },
                     *           "undecided": 12
                     *         }
                     *       ],
                     *       "brands": [
                     *         {
                     *           "abandoned": 12,
                     *           "approvalRate": 0.9375,
                     *           "approved": 12,
                     *           "brand": "visa",
                     *           "declined": 12,
                     *           "previous": {
                     *             "abandoned": 12,
                     *             "approvalRate": 0.9375,
                     *             "approved": 12,
                     *             "declined": 12,
                     *             "undecided": 12
                     *           },
                     *           "undecided": 12
                     *         }
                     *       ],
                     *       "comparedWith": {
                     *         "from": "2024-03-28T08:26:37Z",
                     *         "to": "2024-03-28T08:26:37Z"
                     *       },
                     *       "countries": [
                     *         {
                     *           "abandoned": 12,
                     *           "approvalRate": 0.9375,
                     *           "approved": 12,
                     *           "country": "DE",
                     *           "declined": 12,
                     *           "previous": {
                     *             "abandoned": 12,
                     *             "approvalRate": 0.9375,
                     *             "approved": 12,
                     *             "declined": 12,
                     *             "undecided": 12
                     *           },
                     *           "undecided": 12
                     *         }
                     *       ],
                     *       "declineReasons": [
                     *         {
                     *           "count": 12,
                     *           "previousCount": 12,
                     *           "reason": "text"
                     *         }
                     *       ],
                     *       "pages": {
                     *         "abandoned": 12,
                     *         "abandonedUntried": 12,
                     *         "completed": 12,
                     *         "created": 12,
                     *         "open": 12,
                     *         "previous": {
                     *           "abandoned": 12,
                     *           "abandonedUntried": 12,
                     *           "completed": 12,
                     *           "created": 12,
                     *           "open": 12,
                     *           "withdrawn": 12
                     *         },
                     *         "withdrawn": 12
                     *       },
                     *       "payments": {
                     *         "abandoned": 12,
                     *         "approvalRate": 0.9375,
                     *         "approved": 12,
                     *         "declined": 12,
                     *         "previous": {
                     *           "abandoned": 12,
                     *           "approvalRate": 0.9375,
                     *           "approved": 12,
                     *           "declined": 12,
                     *           "undecided": 12
                     *         },
                     *         "undecided": 12
                     *       },
                     *       "period": {
                     *         "from": "2024-03-28T08:26:37Z",
                     *         "name": "day",
                     *         "timeZone": "UTC",
                     *         "to": "2024-03-28T08:26:37Z"
                     *       },
                     *       "refunds": [
                     *         {
                     *           "amount": "1250000",
                     *           "currency": "EUR",
                     *           "failed": 12,
                     *           "pending": 12,
                     *           "previous": {
                     *             "amount": "1250000",
                     *             "failed": 12,
                     *             "pending": 12,
                     *             "succeeded": 12
                     *           },
                     *           "succeeded": 12
                     *         }
                     *       ],
                     *       "series": [
                     *         {
                     *           "from": "2024-03-28T08:26:37Z",
                     *           "payments": {
                     *             "abandoned": 12,
                     *             "approvalRate": 0.9375,
                     *             "approved": 12,
                     *             "declined": 12,
                     *             "undecided": 12
                     *           },
                     *           "volumes": [
                     *             {
                     *               "authorized": "1250000",
                     *               "captured": "1250000",
                     *               "count": 12,
                     *               "currency": "EUR"
                     *             }
                     *           ]
                     *         }
                     *       ],
                     *       "threeDs": {
                     *         "approved": 12,
                     *         "asked": 12,
                     *         "authenticated": 12,
                     *         "challenged": 12,
                     *         "payments": 12,
                     *         "previous": {
                     *           "approved": 12,
                     *           "asked": 12,
                     *           "authenticated": 12,
                     *           "challenged": 12,
                     *           "payments": 12,
                     *           "statuses": [
                     *             {
                     *               "abandoned": 12,
                     *               "approvalRate": 0.9375,
                     *               "approved": 12,
                     *               "declined": 12,
                     *               "status": "text",
                     *               "undecided": 12
                     *             }
                     *           ]
                     *         },
                     *         "statuses": [
                     *           {
                     *             "abandoned": 12,
                     *             "approvalRate": 0.9375,
                     *             "approved": 12,
                     *             "declined": 12,
                     *             "status": "text",
                     *             "undecided": 12
                     *           }
                     *         ]
                     *       },
                     *       "timeToPay": [
                     *         {
                     *           "count": 12,
                     *           "fromSeconds": 12,
                     *           "previousCount": 12,
                     *           "toSeconds": 30
                     *         }
                     *       ],
                     *       "volumes": [
                     *         {
                     *           "authorized": "1250000",
                     *           "captured": "1250000",
                     *           "count": 12,
                     *           "currency": "EUR",
                     *           "previous": {
                     *             "authorized": "1250000",
                     *             "captured": "1250000",
                     *             "count": 12
                     *           }
                     *         }
                     *       ],
                     *       "webhooks": [
                     *         {
                     *           "abandoned": 12,
                     *           "delivered": 12,
                     *           "deliveredLate": 12,
                     *           "pending": 12,
                     *           "previous": {
                     *             "abandoned": 12,
                     *             "delivered": 12,
                     *             "deliveredLate": 12,
                     *             "pending": 12
                     *           },
                     *           "webhookEndpoint": "text"
                     *         }
                     *       ]
                     *     }
                     */
                    readonly "application/json": components["schemas"]["Figures"];
                };
            };
            /** @description What went wrong: 4xx is for you to change, 5xx for us; the code says which. */
            readonly default: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    readonly "Idempotent-Session-Status": components["headers"]["Idempotent-Session-Status"];
                    readonly "X-Ignored-Fields": components["headers"]["X-Ignored-Fields"];
                    readonly "Retry-After": components["headers"]["Retry-After"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "http://localhost:8080/docs/errors#invalid_fields",
                     *       "title": "Invalid fields",
                     *       "status": 400,
                     *       "code": "invalid_fields",
                     *       "detail": "The request has fields that are not right: see errors.",
                     *       "message": "The request has fields that are not right: see errors.",
                     *       "errors": [
                     *         {
                     *           "pointer": "/amount",
                     *           "code": "minimum",
                     *           "message": "must be at least 1."
                     *         }
                     *       ],
                     *       "requestId": "req_0193a1f4-5b7e-7c3d-8e21-6f4a9b0c1d2e"
                     *     }
                     */
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly listFigurePayments: {
        readonly parameters: {
            readonly query: {
                /** @description Which figure, by its name in the answer of `/figures`. */
                readonly figure: "payments" | "brands" | "acquirerAccounts" | "countries" | "declineReasons" | "threeDs" | "challenged" | "timeToPay" | "refunds";
                /** @description Only this brand, account, country, reason or status; of `timeToPay` its `fromSeconds`; `none` for null. */
                readonly value?: string;
                /** @description Only those that ended so; the last three are of refunds. */
                readonly outcome?: "approved" | "declined" | "abandoned" | "undecided" | "succeeded" | "pending" | "failed";
                /** @description ISO 4217 letters. From version 2023-11-15 answered in upper case. */
                readonly currency?: string;
                /** @description Any day of the period, in UTC; today when left out. */
                readonly date?: string;
                /** @description A `day` when left out; weeks begin on Monday. */
                readonly period?: "day" | "week" | "month";
                /** @description How many, 1 to 100; 20 when left out. */
                readonly limit?: number;
                /** @description `nextCursor` of the page before. */
                readonly cursor?: string;
            };
            readonly header?: {
                /** @description The version to answer in; 2023-11-15 when left out. */
                readonly "X-Version"?: components["schemas"]["ApiVersion"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": "py_2GSLCTk1xdxGcgTkFzUPmeD5eQpo9wKsNDxBifZSbNvnVCgHoivAg3",
                     *           "amount": 10000,
                     *           "amountCapturable": 1,
                     *           "amountCaptured": 1,
                     *           "amountRefunded": 1,
                     *           "captureMethod": "automatic",
                     *           "created": "2024-03-28T08:26:37Z",
                     *           "currency": "EUR",
                     *           "merchantReferenceId": "4000",
                     *           "metadata": {
                     *             "cart": "c-1042"
                     *           },
                     *           "paymentMethod": {
                     *             "card": {
                     *               "bin": "text",
                     *               "brand": "visa",
                     *               "expiryMonth": 1,
                     *               "expiryYear": 2000,
                     *               "last4": "1111"
                     *             }
                     *           },
                     *           "sequence": 1,
                     *           "session": "ps_2GRSigkh7m3hqz5pMCAYCzJaXjsHgypQui6nMBss3XLVLF8gwDASHP",
                     *           "status": "requiresPaymentMethod"
                     *         }
                     *       ],
                     *       "hasMore": false,
                     *       "nextCursor": null
                     *     }
                     */
                    readonly "application/json": components["schemas"]["PaymentList"];
                };
            };
            /** @description What went wrong: 4xx is for you to change, 5xx for us; the code says which. */
            readonly default: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    readonly "Idempotent-Session-Status": components["headers"]["Idempotent-Session-Status"];
                    readonly "X-Ignored-Fields": components["headers"]["X-Ignored-Fields"];
                    readonly "Retry-After": components["headers"]["Retry-After"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "http://localhost:8080/docs/errors#invalid_fields",
                     *       "title": "Invalid fields",
                     *       "status": 400,
                     *       "code": "invalid_fields",
                     *       "detail": "The request has fields that are not right: see errors.",
                     *       "message": "The request has fields that are not right: see errors.",
                     *       "errors": [
                     *         {
                     *           "pointer": "/amount",
                     *           "code": "minimum",
                     *           "message": "must be at least 1."
                     *         }
                     *       ],
                     *       "requestId": "req_0193a1f4-5b7e-7c3d-8e21-6f4a9b0c1d2e"
                     *     }
                     */
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly listFigureSessions: {
        readonly parameters: {
            readonly query?: {
                /** @description Only those that ended so. */
                readonly outcome?: "completed" | "abandonedTried" | "abandonedUntried" | "withdrawn" | "open";
                /** @description Any day of the period, in UTC; today when left out. */
                readonly date?: string;
                /** @description A `day` when left out; weeks begin on Monday. */
                readonly period?: "day" | "week" | "month";
                /** @description How many, 1 to 100; 20 when left out. */
                readonly limit?: number;
                /** @description `nextCursor` of the page before. */
                readonly cursor?: string;
            };
            readonly header?: {
                /** @description The version to answer in; 2023-11-15 when left out. */
                readonly "X-Version"?: components["schemas"]["ApiVersion"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": "ps_2GRSigkh7m3hqz5pMCAYCzJaXjsHgypQui6nMBss3XLVLF8gwDASHP",
                     *           "amount": 10000,
                     *           "created": "2024-03-28T08:26:37Z",
                     *           "currency": "EUR",
                     *           "customerDetails": {
                     *             "email": "ada@example.com",
                     *             "phone": "+49 30 1234567",
                     *             "fullName": "Ada Lovelace"
                     *           },
                     *           "expiresAt": "2024-03-28T08:26:37Z",
                     *           "failureUrl": "text",
                     *           "locale": "EN",
                     *           "merchantCustomerId": "customer-1042",
                     *           "merchantReferenceId": "4000",
                     *           "metadata": {
                     *             "cart": "c-1042"
                     *           },
                     *           "payment": "py_2FZ6i2JxCJ9Zg3YJ3Hn7VtGzBqMxTq3h4b9zLqk1nW8rXo5vY7cD2e",
                     *           "paymentData": {
                     *             "captureMethod": "automatic"
                     *           },
                     *           "paymentStatus": "unpaid",
                     *           "sequence": 1,
                     *           "status": "open",
                     *           "successUrl": "text"
                     *         }
                     *       ],
                     *       "hasMore": false,
                     *       "nextCursor": null
                     *     }
                     */
                    readonly "application/json": components["schemas"]["SessionList"];
                };
            };
            /** @description What went wrong: 4xx is for you to change, 5xx for us; the code says which. */
            readonly default: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    readonly "Idempotent-Session-Status": components["headers"]["Idempotent-Session-Status"];
                    readonly "X-Ignored-Fields": components["headers"]["X-Ignored-Fields"];
                    readonly "Retry-After": components["headers"]["Retry-After"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "http://localhost:8080/docs/errors#invalid_fields",
                     *       "title": "Invalid fields",
                     *       "status": 400,
                     *       "code": "invalid_fields",
                     *       "detail": "The request has fields that are not right: see errors.",
                     *       "message": "The request has fields that are not right: see errors.",
                     *       "errors": [
                     *         {
                     *           "pointer": "/amount",
                     *           "code": "minimum",
                     *           "message": "must be at least 1."
                     *         }
                     *       ],
                     *       "requestId": "req_0193a1f4-5b7e-7c3d-8e21-6f4a9b0c1d2e"
                     *     }
                     */
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly retrieveSettings: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The version to answer in; 2023-11-15 when left out. */
                readonly "X-Version"?: components["schemas"]["ApiVersion"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "branding": {
                     *         "accentColor": "#1e4fd0",
                     *         "name": "Slow Pour"
                     *       },
                     *       "dailyReport": false,
                     *       "orderGuard": false,
                     *       "refundLimits": [
                     *         {
                     *           "amount": 10000,
                     *           "currency": "EUR",
                     *           "role": "support"
                     *         }
                     *       ],
                     *       "returnOrigins": [
                     *         "https://shop.example"
                     *       ],
                     *       "sessionMinutes": 20,
                     *       "threeDs": {
                     *         "challenge": "noPreference",
                     *         "whenNotEnrolled": "authorize",
                     *         "whenUnavailable": "authorize"
                     *       },
                     *       "unknownFields": "refuse",
                     *       "waitForWebhookMs": 0
                     *     }
                     */
                    readonly "application/json": components["schemas"]["Settings"];
                };
            };
            /** @description What went wrong: 4xx is for you to change, 5xx for us; the code says which. */
            readonly default: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    readonly "Idempotent-Session-Status": components["headers"]["Idempotent-Session-Status"];
                    readonly "X-Ignored-Fields": components["headers"]["X-Ignored-Fields"];
                    readonly "Retry-After": components["headers"]["Retry-After"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "http://localhost:8080/docs/errors#invalid_fields",
                     *       "title": "Invalid fields",
                     *       "status": 400,
                     *       "code": "invalid_fields",
                     *       "detail": "The request has fields that are not right: see errors.",
                     *       "message": "The request has fields that are not right: see errors.",
                     *       "errors": [
                     *         {
                     *           "pointer": "/amount",
                     *           "code": "minimum",
                     *           "message": "must be at least 1."
                     *         }
                     *       ],
                     *       "requestId": "req_0193a1f4-5b7e-7c3d-8e21-6f4a9b0c1d2e"
                     *     }
                     */
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly updateSettings: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The version to answer in; 2023-11-15 when left out. */
                readonly "X-Version"?: components["schemas"]["ApiVersion"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        /** @description A field that is optional may be left out, `null` or empty text: all three mean the same. */
        readonly requestBody?: {
            readonly content: {
                readonly "application/json": components["schemas"]["SettingsChange"];
            };
        };
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "branding": {
                     *         "accentColor": "#1e4fd0",
                     *         "name": "Slow Pour"
                     *       },
                     *       "dailyReport": false,
                     *       "orderGuard": false,
                     *       "refundLimits": [
                     *         {
                     *           "amount": 10000,
                     *           "currency": "EUR",
                     *           "role": "support"
                     *         }
                     *       ],
                     *       "returnOrigins": [
                     *         "https://shop.example"
                     *       ],
                     *       "sessionMinutes": 20,
                     *       "threeDs": {
                     *         "challenge": "noPreference",
                     *         "whenNotEnrolled": "authorize",
                     *         "whenUnavailable": "authorize"
                     *       },
                     *       "unknownFields": "refuse",
                     *       "waitForWebhookMs": 0
                     *     }
                     */
                    readonly "application/json": components["schemas"]["Settings"];
                };
            };
            /** @description What went wrong: 4xx is for you to change, 5xx for us; the code says which. */
            readonly default: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    readonly "Idempotent-Session-Status": components["headers"]["Idempotent-Session-Status"];
                    readonly "X-Ignored-Fields": components["headers"]["X-Ignored-Fields"];
                    readonly "Retry-After": components["headers"]["Retry-After"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "http://localhost:8080/docs/errors#invalid_fields",
                     *       "title": "Invalid fields",
                     *       "status": 400,
                     *       "code": "invalid_fields",
                     *       "detail": "The request has fields that are not right: see errors.",
                     *       "message": "The request has fields that are not right: see errors.",
                     *       "errors": [
                     *         {
                     *           "pointer": "/amount",
                     *           "code": "minimum",
                     *           "message": "must be at least 1."
                     *         }
                     *       ],
                     *       "requestId": "req_0193a1f4-5b7e-7c3d-8e21-6f4a9b0c1d2e"
                     *     }
                     */
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly retrieveOverview: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The version to answer in; 2023-11-15 when left out. */
                readonly "X-Version"?: components["schemas"]["ApiVersion"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "accounts": 1,
                     *       "accountsOutOfOrder": 1,
                     *       "alertsOpen": 1,
                     *       "endpoints": 1,
                     *       "endpointsFailing": 1,
                     *       "jobsLate": 1,
                     *       "merchants": 1,
                     *       "merchantsSuspended": 1,
                     *       "processes": 1,
                     *       "processesLost": 1,
                     *       "stuckPayments": 1,
                     *       "stuckSince": null,
                     *       "webhooksWaiting": null
                     *     }
                     */
                    readonly "application/json": components["schemas"]["OperatorOverview"];
                };
            };
            /** @description What went wrong: 4xx is for you to change, 5xx for us; the code says which. */
            readonly default: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    readonly "Idempotent-Session-Status": components["headers"]["Idempotent-Session-Status"];
                    readonly "X-Ignored-Fields": components["headers"]["X-Ignored-Fields"];
                    readonly "Retry-After": components["headers"]["Retry-After"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "http://localhost:8080/docs/errors#invalid_fields",
                     *       "title": "Invalid fields",
                     *       "status": 400,
                     *       "code": "invalid_fields",
                     *       "detail": "The request has fields that are not right: see errors.",
                     *       "message": "The request has fields that are not right: see errors.",
                     *       "errors": [
                     *         {
                     *           "pointer": "/amount",
                     *           "code": "minimum",
                     *           "message": "must be at least 1."
                     *         }
                     *       ],
                     *       "requestId": "req_0193a1f4-5b7e-7c3d-8e21-6f4a9b0c1d2e"
                     *     }
                     */
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly listAlerts: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The version to answer in; 2023-11-15 when left out. */
                readonly "X-Version"?: components["schemas"]["ApiVersion"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": "al_2EiTbKc3vL6kQ8mWzR5yN1pXsJ7hG4dF9aUoB2tVxYqZ8wMnC6eL3r",
                     *           "began": "2024-03-28T08:26:37Z",
                     *           "ended": null,
                     *           "rule": "text",
                     *           "words": "text"
                     *         }
                     *       ]
                     *     }
                     */
                    readonly "application/json": components["schemas"]["AlertList"];
                };
            };
            /** @description What went wrong: 4xx is for you to change, 5xx for us; the code says which. */
            readonly default: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    readonly "Idempotent-Session-Status": components["headers"]["Idempotent-Session-Status"];
                    readonly "X-Ignored-Fields": components["headers"]["X-Ignored-Fields"];
                    readonly "Retry-After": components["headers"]["Retry-After"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "http://localhost:8080/docs/errors#invalid_fields",
                     *       "title": "Invalid fields",
                     *       "status": 400,
                     *       "code": "invalid_fields",
                     *       "detail": "The request has fields that are not right: see errors.",
                     *       "message": "The request has fields that are not right: see errors.",
                     *       "errors": [
                     *         {
                     *           "pointer": "/amount",
                     *           "code": "minimum",
                     *           "message": "must be at least 1."
                     *         }
                     *       ],
                     *       "requestId": "req_0193a1f4-5b7e-7c3d-8e21-6f4a9b0c1d2e"
                     *     }
                     */
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly retrieveHealth: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The version to answer in; 2023-11-15 when left out. */
                readonly "X-Version"?: components["schemas"]["ApiVersion"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "accounts": [
                     *         {
                     *           "id": "text",
                     *           "connector": "text",
                     *           "enabled": false,
                     *           "failures": 1,
                     *           "health": "closed",
                     *           "merchant": "text",
                     *           "name": "text",
                     *           "withoutOutcome": 1
                     *         }
                     *       ],
                     *       "endpoints": [
                     *         {
                     *           "id": "text",
                     *           "enabled": false,
                     *           "failingSince": null,
                     *           "failures": 1,
                     *           "merchant": "text",
                     *           "waiting": 1
                     *         }
                     *       ]
                     *     }
                     */
                    readonly "application/json": components["schemas"]["OperatorHealth"];
                };
            };
            /** @description What went wrong: 4xx is for you to change, 5xx for us; the code says which. */
            readonly default: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    readonly "Idempotent-Session-Status": components["headers"]["Idempotent-Session-Status"];
                    readonly "X-Ignored-Fields": components["headers"]["X-Ignored-Fields"];
                    readonly "Retry-After": components["headers"]["Retry-After"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "http://localhost:8080/docs/errors#invalid_fields",
                     *       "title": "Invalid fields",
                     *       "status": 400,
                     *       "code": "invalid_fields",
                     *       "detail": "The request has fields that are not right: see errors.",
                     *       "message": "The request has fields that are not right: see errors.",
                     *       "errors": [
                     *         {
                     *           "pointer": "/amount",
                     *           "code": "minimum",
                     *           "message": "must be at least 1."
                     *         }
                     *       ],
                     *       "requestId": "req_0193a1f4-5b7e-7c3d-8e21-6f4a9b0c1d2e"
                     *     }
                     */
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly listJobs: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The version to answer in; 2023-11-15 when left out. */
                readonly "X-Version"?: components["schemas"]["ApiVersion"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "durationMs": 1,
                     *           "everyMs": 1,
                     *           "failedAt": null,
                     *           "failure": null,
                     *           "found": 1,
                     *           "isLate": false,
                     *           "lastRunAt": "2024-03-28T08:26:37Z",
                     *           "name": "text",
                     *           "nextRunAt": "2024-03-28T08:26:37Z"
                     *         }
                     *       ]
                     *     }
                     */
                    readonly "application/json": components["schemas"]["JobList"];
                };
            };
            /** @description What went wrong: 4xx is for you to change, 5xx for us; the code says which. */
            readonly default: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    readonly "Idempotent-Session-Status": components["headers"]["Idempotent-Session-Status"];
                    readonly "X-Ignored-Fields": components["headers"]["X-Ignored-Fields"];
                    readonly "Retry-After": components["headers"]["Retry-After"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "http://localhost:8080/docs/errors#invalid_fields",
                     *       "title": "Invalid fields",
                     *       "status": 400,
                     *       "code": "invalid_fields",
                     *       "detail": "The request has fields that are not right: see errors.",
                     *       "message": "The request has fields that are not right: see errors.",
                     *       "errors": [
                     *         {
                     *           "pointer": "/amount",
                     *           "code": "minimum",
                     *           "message": "must be at least 1."
                     *         }
                     *       ],
                     *       "requestId": "req_0193a1f4-5b7e-7c3d-8e21-6f4a9b0c1d2e"
                     *     }
                     */
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly listProcesses: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The version to answer in; 2023-11-15 when left out. */
                readonly "X-Version"?: components["schemas"]["ApiVersion"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "endedAt": null,
                     *           "host": "text",
                     *           "isServing": false,
                     *           "logLevel": "text",
                     *           "migration": "text",
                     *           "pid": 1,
                     *           "roles": [
                     *             "text"
                     *           ],
                     *           "seenAt": "2024-03-28T08:26:37Z",
                     *           "startedAt": "2024-03-28T08:26:37Z",
                     *           "version": "text"
                     *         }
                     *       ]
                     *     }
                     */
                    readonly "application/json": components["schemas"]["ProcessList"];
                };
            };
            /** @description What went wrong: 4xx is for you to change, 5xx for us; the code says which. */
            readonly default: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    readonly "Idempotent-Session-Status": components["headers"]["Idempotent-Session-Status"];
                    readonly "X-Ignored-Fields": components["headers"]["X-Ignored-Fields"];
                    readonly "Retry-After": components["headers"]["Retry-After"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "http://localhost:8080/docs/errors#invalid_fields",
                     *       "title": "Invalid fields",
                     *       "status": 400,
                     *       "code": "invalid_fields",
                     *       "detail": "The request has fields that are not right: see errors.",
                     *       "message": "The request has fields that are not right: see errors.",
                     *       "errors": [
                     *         {
                     *           "pointer": "/amount",
                     *           "code": "minimum",
                     *           "message": "must be at least 1."
                     *         }
                     *       ],
                     *       "requestId": "req_0193a1f4-5b7e-7c3d-8e21-6f4a9b0c1d2e"
                     *     }
                     */
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly retrieveDatabase: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The version to answer in; 2023-11-15 when left out. */
                readonly "X-Version"?: components["schemas"]["ApiVersion"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "bytes": 1,
                     *       "connections": 1,
                     *       "connectionsActive": 1,
                     *       "connectionsMost": 1,
                     *       "missingMigrations": [
                     *         "text"
                     *       ],
                     *       "newerMigrations": [
                     *         "text"
                     *       ],
                     *       "oldestTransactionSeconds": 1,
                     *       "queues": [
                     *         {
                     *           "count": 1,
                     *           "name": "deliveries",
                     *           "oldestSeconds": null
                     *         }
                     *       ],
                     *       "version": "text"
                     *     }
                     */
                    readonly "application/json": components["schemas"]["OperatorDatabase"];
                };
            };
            /** @description What went wrong: 4xx is for you to change, 5xx for us; the code says which. */
            readonly default: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    readonly "Idempotent-Session-Status": components["headers"]["Idempotent-Session-Status"];
                    readonly "X-Ignored-Fields": components["headers"]["X-Ignored-Fields"];
                    readonly "Retry-After": components["headers"]["Retry-After"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "http://localhost:8080/docs/errors#invalid_fields",
                     *       "title": "Invalid fields",
                     *       "status": 400,
                     *       "code": "invalid_fields",
                     *       "detail": "The request has fields that are not right: see errors.",
                     *       "message": "The request has fields that are not right: see errors.",
                     *       "errors": [
                     *         {
                     *           "pointer": "/amount",
                     *           "code": "minimum",
                     *           "message": "must be at least 1."
                     *         }
                     *       ],
                     *       "requestId": "req_0193a1f4-5b7e-7c3d-8e21-6f4a9b0c1d2e"
                     *     }
                     */
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly setLogLevel: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The version to answer in; 2023-11-15 when left out. */
                readonly "X-Version"?: components["schemas"]["ApiVersion"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        /** @description A field that is optional may be left out, `null` or empty text: all three mean the same. */
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["LogLevelSet"];
            };
        };
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "level": null,
                     *       "until": null
                     *     }
                     */
                    readonly "application/json": components["schemas"]["LogLevel"];
                };
            };
            /** @description What went wrong: 4xx is for you to change, 5xx for us; the code says which. */
            readonly default: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    readonly "Idempotent-Session-Status": components["headers"]["Idempotent-Session-Status"];
                    readonly "X-Ignored-Fields": components["headers"]["X-Ignored-Fields"];
                    readonly "Retry-After": components["headers"]["Retry-After"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "http://localhost:8080/docs/errors#invalid_fields",
                     *       "title": "Invalid fields",
                     *       "status": 400,
                     *       "code": "invalid_fields",
                     *       "detail": "The request has fields that are not right: see errors.",
                     *       "message": "The request has fields that are not right: see errors.",
                     *       "errors": [
                     *         {
                     *           "pointer": "/amount",
                     *           "code": "minimum",
                     *           "message": "must be at least 1."
                     *         }
                     *       ],
                     *       "requestId": "req_0193a1f4-5b7e-7c3d-8e21-6f4a9b0c1d2e"
                     *     }
                     */
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly clearLogLevel: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The version to answer in; 2023-11-15 when left out. */
                readonly "X-Version"?: components["schemas"]["ApiVersion"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "level": null,
                     *       "until": null
                     *     }
                     */
                    readonly "application/json": components["schemas"]["LogLevel"];
                };
            };
            /** @description What went wrong: 4xx is for you to change, 5xx for us; the code says which. */
            readonly default: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    readonly "Idempotent-Session-Status": components["headers"]["Idempotent-Session-Status"];
                    readonly "X-Ignored-Fields": components["headers"]["X-Ignored-Fields"];
                    readonly "Retry-After": components["headers"]["Retry-After"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "http://localhost:8080/docs/errors#invalid_fields",
                     *       "title": "Invalid fields",
                     *       "status": 400,
                     *       "code": "invalid_fields",
                     *       "detail": "The request has fields that are not right: see errors.",
                     *       "message": "The request has fields that are not right: see errors.",
                     *       "errors": [
                     *         {
                     *           "pointer": "/amount",
                     *           "code": "minimum",
                     *           "message": "must be at least 1."
                     *         }
                     *       ],
                     *       "requestId": "req_0193a1f4-5b7e-7c3d-8e21-6f4a9b0c1d2e"
                     *     }
                     */
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly listMerchants: {
        readonly parameters: {
            readonly query?: {
                /** @description How many, 1 to 100; 20 when left out. */
                readonly limit?: number;
                /** @description `nextCursor` of the page before. */
                readonly cursor?: string;
            };
            readonly header?: {
                /** @description The version to answer in; 2023-11-15 when left out. */
                readonly "X-Version"?: components["schemas"]["ApiVersion"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": "mr_2EiTbKc3vL6kQ8mWzR5yN1pXsJ7hG4dF9aUoB2tVxYqZ8wMnC6eL3r",
                     *           "created": "2024-03-28T08:26:37Z",
                     *           "name": "text",
                     *           "suspendedAt": null,
                     *           "suspensionReason": null
                     *         }
                     *       ],
                     *       "hasMore": false,
                     *       "nextCursor": null
                     *     }
                     */
                    readonly "application/json": components["schemas"]["MerchantList"];
                };
            };
            /** @description What went wrong: 4xx is for you to change, 5xx for us; the code says which. */
            readonly default: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    readonly "Idempotent-Session-Status": components["headers"]["Idempotent-Session-Status"];
                    readonly "X-Ignored-Fields": components["headers"]["X-Ignored-Fields"];
                    readonly "Retry-After": components["headers"]["Retry-After"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "http://localhost:8080/docs/errors#invalid_fields",
                     *       "title": "Invalid fields",
                     *       "status": 400,
                     *       "code": "invalid_fields",
                     *       "detail": "The request has fields that are not right: see errors.",
                     *       "message": "The request has fields that are not right: see errors.",
                     *       "errors": [
                     *         {
                     *           "pointer": "/amount",
                     *           "code": "minimum",
                     *           "message": "must be at least 1."
                     *         }
                     *       ],
                     *       "requestId": "req_0193a1f4-5b7e-7c3d-8e21-6f4a9b0c1d2e"
                     *     }
                     */
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly createMerchant: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The version to answer in; 2023-11-15 when left out. */
                readonly "X-Version"?: components["schemas"]["ApiVersion"];
                /** @description Names this request: your order and the number of the try, such as `order-1042-try-1`. The same key and body give the same answer for 30 days, and one effect. */
                readonly "Idempotency-Key"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        /** @description A field that is optional may be left out, `null` or empty text: all three mean the same. */
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["MerchantCreate"];
            };
        };
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    readonly "Idempotent-Session-Status": components["headers"]["Idempotent-Session-Status"];
                    readonly "X-Ignored-Fields": components["headers"]["X-Ignored-Fields"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "mr_2EiTbKc3vL6kQ8mWzR5yN1pXsJ7hG4dF9aUoB2tVxYqZ8wMnC6eL3r",
                     *       "apiKey": "text",
                     *       "created": "2024-03-28T08:26:37Z",
                     *       "name": "text",
                     *       "suspendedAt": null,
                     *       "suspensionReason": null
                     *     }
                     */
                    readonly "application/json": components["schemas"]["NewMerchant"];
                };
            };
            /** @description What went wrong: 4xx is for you to change, 5xx for us; the code says which. */
            readonly default: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    readonly "Idempotent-Session-Status": components["headers"]["Idempotent-Session-Status"];
                    readonly "X-Ignored-Fields": components["headers"]["X-Ignored-Fields"];
                    readonly "Retry-After": components["headers"]["Retry-After"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "http://localhost:8080/docs/errors#invalid_fields",
                     *       "title": "Invalid fields",
                     *       "status": 400,
                     *       "code": "invalid_fields",
                     *       "detail": "The request has fields that are not right: see errors.",
                     *       "message": "The request has fields that are not right: see errors.",
                     *       "errors": [
                     *         {
                     *           "pointer": "/amount",
                     *           "code": "minimum",
                     *           "message": "must be at least 1."
                     *         }
                     *       ],
                     *       "requestId": "req_0193a1f4-5b7e-7c3d-8e21-6f4a9b0c1d2e"
                     *     }
                     */
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly suspendMerchant: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The version to answer in; 2023-11-15 when left out. */
                readonly "X-Version"?: components["schemas"]["ApiVersion"];
                /** @description Names this request: your order and the number of the try, such as `order-1042-try-1`. The same key and body give the same answer for 30 days, and one effect. */
                readonly "Idempotency-Key"?: string;
            };
            readonly path: {
                /** @description Id of the merchant (`mr_…`). */
                readonly id: string;
            };
            readonly cookie?: never;
        };
        /** @description A field that is optional may be left out, `null` or empty text: all three mean the same. */
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["OperatorReason"];
            };
        };
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    readonly "Idempotent-Session-Status": components["headers"]["Idempotent-Session-Status"];
                    readonly "X-Ignored-Fields": components["headers"]["X-Ignored-Fields"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "mr_2EiTbKc3vL6kQ8mWzR5yN1pXsJ7hG4dF9aUoB2tVxYqZ8wMnC6eL3r",
                     *       "created": "2024-03-28T08:26:37Z",
                     *       "name": "text",
                     *       "suspendedAt": null,
                     *       "suspensionReason": null
                     *     }
                     */
                    readonly "application/json": components["schemas"]["Merchant"];
                };
            };
            /** @description What went wrong: 4xx is for you to change, 5xx for us; the code says which. */
            readonly default: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    readonly "Idempotent-Session-Status": components["headers"]["Idempotent-Session-Status"];
                    readonly "X-Ignored-Fields": components["headers"]["X-Ignored-Fields"];
                    readonly "Retry-After": components["headers"]["Retry-After"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "http://localhost:8080/docs/errors#invalid_fields",
                     *       "title": "Invalid fields",
                     *       "status": 400,
                     *       "code": "invalid_fields",
                     *       "detail": "The request has fields that are not right: see errors.",
                     *       "message": "The request has fields that are not right: see errors.",
                     *       "errors": [
                     *         {
                     *           "pointer": "/amount",
                     *           "code": "minimum",
                     *           "message": "must be at least 1."
                     *         }
                     *       ],
                     *       "requestId": "req_0193a1f4-5b7e-7c3d-8e21-6f4a9b0c1d2e"
                     *     }
                     */
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly resumeMerchant: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The version to answer in; 2023-11-15 when left out. */
                readonly "X-Version"?: components["schemas"]["ApiVersion"];
                /** @description Names this request: your order and the number of the try, such as `order-1042-try-1`. The same key and body give the same answer for 30 days, and one effect. */
                readonly "Idempotency-Key"?: string;
            };
            readonly path: {
                /** @description Id of the merchant (`mr_…`). */
                readonly id: string;
            };
            readonly cookie?: never;
        };
        /** @description A field that is optional may be left out, `null` or empty text: all three mean the same. */
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["OperatorReason"];
            };
        };
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    readonly "Idempotent-Session-Status": components["headers"]["Idempotent-Session-Status"];
                    readonly "X-Ignored-Fields": components["headers"]["X-Ignored-Fields"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "mr_2EiTbKc3vL6kQ8mWzR5yN1pXsJ7hG4dF9aUoB2tVxYqZ8wMnC6eL3r",
                     *       "created": "2024-03-28T08:26:37Z",
                     *       "name": "text",
                     *       "suspendedAt": null,
                     *       "suspensionReason": null
                     *     }
                     */
                    readonly "application/json": components["schemas"]["Merchant"];
                };
            };
            /** @description What went wrong: 4xx is for you to change, 5xx for us; the code says which. */
            readonly default: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    readonly "Idempotent-Session-Status": components["headers"]["Idempotent-Session-Status"];
                    readonly "X-Ignored-Fields": components["headers"]["X-Ignored-Fields"];
                    readonly "Retry-After": components["headers"]["Retry-After"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "http://localhost:8080/docs/errors#invalid_fields",
                     *       "title": "Invalid fields",
                     *       "status": 400,
                     *       "code": "invalid_fields",
                     *       "detail": "The request has fields that are not right: see errors.",
                     *       "message": "The request has fields that are not right: see errors.",
                     *       "errors": [
                     *         {
                     *           "pointer": "/amount",
                     *           "code": "minimum",
                     *           "message": "must be at least 1."
                     *         }
                     *       ],
                     *       "requestId": "req_0193a1f4-5b7e-7c3d-8e21-6f4a9b0c1d2e"
                     *     }
                     */
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly listStuckPayments: {
        readonly parameters: {
            readonly query?: {
                /** @description How many, 1 to 100; 20 when left out. */
                readonly limit?: number;
                /** @description `nextCursor` of the page before. */
                readonly cursor?: string;
            };
            readonly header?: {
                /** @description The version to answer in; 2023-11-15 when left out. */
                readonly "X-Version"?: components["schemas"]["ApiVersion"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": "at_…",
                     *           "account": null,
                     *           "advice": "text",
                     *           "amount": 1,
                     *           "currency": "text",
                     *           "knows": "text",
                     *           "merchant": "text",
                     *           "next": "text",
                     *           "nextAt": "2024-03-28T08:26:37Z",
                     *           "payment": "text",
                     *           "reference": "text",
                     *           "since": "2024-03-28T08:26:37Z",
                     *           "tries": 1,
                     *           "what": "text"
                     *         }
                     *       ],
                     *       "hasMore": false,
                     *       "nextCursor": null
                     *     }
                     */
                    readonly "application/json": components["schemas"]["StuckPaymentList"];
                };
            };
            /** @description What went wrong: 4xx is for you to change, 5xx for us; the code says which. */
            readonly default: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    readonly "Idempotent-Session-Status": components["headers"]["Idempotent-Session-Status"];
                    readonly "X-Ignored-Fields": components["headers"]["X-Ignored-Fields"];
                    readonly "Retry-After": components["headers"]["Retry-After"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "http://localhost:8080/docs/errors#invalid_fields",
                     *       "title": "Invalid fields",
                     *       "status": 400,
                     *       "code": "invalid_fields",
                     *       "detail": "The request has fields that are not right: see errors.",
                     *       "message": "The request has fields that are not right: see errors.",
                     *       "errors": [
                     *         {
                     *           "pointer": "/amount",
                     *           "code": "minimum",
                     *           "message": "must be at least 1."
                     *         }
                     *       ],
                     *       "requestId": "req_0193a1f4-5b7e-7c3d-8e21-6f4a9b0c1d2e"
                     *     }
                     */
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly askAboutStuckPayment: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The version to answer in; 2023-11-15 when left out. */
                readonly "X-Version"?: components["schemas"]["ApiVersion"];
                /** @description Names this request: your order and the number of the try, such as `order-1042-try-1`. The same key and body give the same answer for 30 days, and one effect. */
                readonly "Idempotency-Key"?: string;
            };
            readonly path: {
                /** @description Id of what has no outcome (`at_…` or `cp_…`). */
                readonly id: string;
            };
            readonly cookie?: never;
        };
        /** @description A field that is optional may be left out, `null` or empty text: all three mean the same. */
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["OperatorReason"];
            };
        };
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    readonly "Idempotent-Session-Status": components["headers"]["Idempotent-Session-Status"];
                    readonly "X-Ignored-Fields": components["headers"]["X-Ignored-Fields"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "text",
                     *       "outcome": "asked"
                     *     }
                     */
                    readonly "application/json": components["schemas"]["StuckPaymentAsked"];
                };
            };
            /** @description What went wrong: 4xx is for you to change, 5xx for us; the code says which. */
            readonly default: {
                headers: {
                    readonly "API-Request-Id": components["headers"]["API-Request-Id"];
                    readonly "X-Version": components["headers"]["X-Version"];
                    readonly "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    readonly "Idempotent-Session-Status": components["headers"]["Idempotent-Session-Status"];
                    readonly "X-Ignored-Fields": components["headers"]["X-Ignored-Fields"];
                    readonly "Retry-After": components["headers"]["Retry-After"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "http://localhost:8080/docs/errors#invalid_fields",
                     *       "title": "Invalid fields",
                     *       "status": 400,
                     *       "code": "invalid_fields",
                     *       "detail": "The request has fields that are not right: see errors.",
                     *       "message": "The request has fields that are not right: see errors.",
                     *       "errors": [
                     *         {
                     *           "pointer": "/amount",
                     *           "code": "minimum",
                     *           "message": "must be at least 1."
                     *         }
                     *       ],
                     *       "requestId": "req_0193a1f4-5b7e-7c3d-8e21-6f4a9b0c1d2e"
                     *     }
                     */
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly onSessionCreated: {
        readonly parameters: {
            readonly query?: never;
            readonly header: {
                /** @description `t=<unix seconds>,v1=<hex>`: HMAC-SHA256 of the body, a dot and `t`, under the secret of the endpoint. Two `v1` while the secret is rotated with `both`, the new one first. */
                readonly "X-Signature": string;
                /** @description The version that the endpoint was created under, in which the event is written. */
                readonly "X-Version": string;
                /** @description Of this try. */
                readonly "API-Request-Id": string;
                /** @description Standard Webhooks: the id of the event. */
                readonly "webhook-id": string;
                /** @description Standard Webhooks: unix seconds. */
                readonly "webhook-timestamp": string;
                /** @description Standard Webhooks: `v1,<base64>`, one or two; then, if wanted, `v1a,<base64>`. */
                readonly "webhook-signature": string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["SessionEvent"];
            };
        };
        readonly responses: {
            /** @description Taken. Any other answer, or none within 10 seconds, and it is sent again. */
            readonly "2XX": {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    readonly onSessionCompleted: {
        readonly parameters: {
            readonly query?: never;
            readonly header: {
                /** @description `t=<unix seconds>,v1=<hex>`: HMAC-SHA256 of the body, a dot and `t`, under the secret of the endpoint. Two `v1` while the secret is rotated with `both`, the new one first. */
                readonly "X-Signature": string;
                /** @description The version that the endpoint was created under, in which the event is written. */
                readonly "X-Version": string;
                /** @description Of this try. */
                readonly "API-Request-Id": string;
                /** @description Standard Webhooks: the id of the event. */
                readonly "webhook-id": string;
                /** @description Standard Webhooks: unix seconds. */
                readonly "webhook-timestamp": string;
                /** @description Standard Webhooks: `v1,<base64>`, one or two; then, if wanted, `v1a,<base64>`. */
                readonly "webhook-signature": string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["SessionEvent"];
            };
        };
        readonly responses: {
            /** @description Taken. Any other answer, or none within 10 seconds, and it is sent again. */
            readonly "2XX": {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    readonly onSessionExpired: {
        readonly parameters: {
            readonly query?: never;
            readonly header: {
                /** @description `t=<unix seconds>,v1=<hex>`: HMAC-SHA256 of the body, a dot and `t`, under the secret of the endpoint. Two `v1` while the secret is rotated with `both`, the new one first. */
                readonly "X-Signature": string;
                /** @description The version that the endpoint was created under, in which the event is written. */
                readonly "X-Version": string;
                /** @description Of this try. */
                readonly "API-Request-Id": string;
                /** @description Standard Webhooks: the id of the event. */
                readonly "webhook-id": string;
                /** @description Standard Webhooks: unix seconds. */
                readonly "webhook-timestamp": string;
                /** @description Standard Webhooks: `v1,<base64>`, one or two; then, if wanted, `v1a,<base64>`. */
                readonly "webhook-signature": string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["SessionEvent"];
            };
        };
        readonly responses: {
            /** @description Taken. Any other answer, or none within 10 seconds, and it is sent again. */
            readonly "2XX": {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    readonly onPaymentCreated: {
        readonly parameters: {
            readonly query?: never;
            readonly header: {
                /** @description `t=<unix seconds>,v1=<hex>`: HMAC-SHA256 of the body, a dot and `t`, under the secret of the endpoint. Two `v1` while the secret is rotated with `both`, the new one first. */
                readonly "X-Signature": string;
                /** @description The version that the endpoint was created under, in which the event is written. */
                readonly "X-Version": string;
                /** @description Of this try. */
                readonly "API-Request-Id": string;
                /** @description Standard Webhooks: the id of the event. */
                readonly "webhook-id": string;
                /** @description Standard Webhooks: unix seconds. */
                readonly "webhook-timestamp": string;
                /** @description Standard Webhooks: `v1,<base64>`, one or two; then, if wanted, `v1a,<base64>`. */
                readonly "webhook-signature": string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["PaymentEvent"];
            };
        };
        readonly responses: {
            /** @description Taken. Any other answer, or none within 10 seconds, and it is sent again. */
            readonly "2XX": {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    readonly onPaymentRequiresAction: {
        readonly parameters: {
            readonly query?: never;
            readonly header: {
                /** @description `t=<unix seconds>,v1=<hex>`: HMAC-SHA256 of the body, a dot and `t`, under the secret of the endpoint. Two `v1` while the secret is rotated with `both`, the new one first. */
                readonly "X-Signature": string;
                /** @description The version that the endpoint was created under, in which the event is written. */
                readonly "X-Version": string;
                /** @description Of this try. */
                readonly "API-Request-Id": string;
                /** @description Standard Webhooks: the id of the event. */
                readonly "webhook-id": string;
                /** @description Standard Webhooks: unix seconds. */
                readonly "webhook-timestamp": string;
                /** @description Standard Webhooks: `v1,<base64>`, one or two; then, if wanted, `v1a,<base64>`. */
                readonly "webhook-signature": string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["PaymentEvent"];
            };
        };
        readonly responses: {
            /** @description Taken. Any other answer, or none within 10 seconds, and it is sent again. */
            readonly "2XX": {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    readonly onPaymentRequiresCapture: {
        readonly parameters: {
            readonly query?: never;
            readonly header: {
                /** @description `t=<unix seconds>,v1=<hex>`: HMAC-SHA256 of the body, a dot and `t`, under the secret of the endpoint. Two `v1` while the secret is rotated with `both`, the new one first. */
                readonly "X-Signature": string;
                /** @description The version that the endpoint was created under, in which the event is written. */
                readonly "X-Version": string;
                /** @description Of this try. */
                readonly "API-Request-Id": string;
                /** @description Standard Webhooks: the id of the event. */
                readonly "webhook-id": string;
                /** @description Standard Webhooks: unix seconds. */
                readonly "webhook-timestamp": string;
                /** @description Standard Webhooks: `v1,<base64>`, one or two; then, if wanted, `v1a,<base64>`. */
                readonly "webhook-signature": string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["PaymentEvent"];
            };
        };
        readonly responses: {
            /** @description Taken. Any other answer, or none within 10 seconds, and it is sent again. */
            readonly "2XX": {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    readonly onPaymentIncremented: {
        readonly parameters: {
            readonly query?: never;
            readonly header: {
                /** @description `t=<unix seconds>,v1=<hex>`: HMAC-SHA256 of the body, a dot and `t`, under the secret of the endpoint. Two `v1` while the secret is rotated with `both`, the new one first. */
                readonly "X-Signature": string;
                /** @description The version that the endpoint was created under, in which the event is written. */
                readonly "X-Version": string;
                /** @description Of this try. */
                readonly "API-Request-Id": string;
                /** @description Standard Webhooks: the id of the event. */
                readonly "webhook-id": string;
                /** @description Standard Webhooks: unix seconds. */
                readonly "webhook-timestamp": string;
                /** @description Standard Webhooks: `v1,<base64>`, one or two; then, if wanted, `v1a,<base64>`. */
                readonly "webhook-signature": string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["PaymentEvent"];
            };
        };
        readonly responses: {
            /** @description Taken. Any other answer, or none within 10 seconds, and it is sent again. */
            readonly "2XX": {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    readonly onPaymentIncrementFailed: {
        readonly parameters: {
            readonly query?: never;
            readonly header: {
                /** @description `t=<unix seconds>,v1=<hex>`: HMAC-SHA256 of the body, a dot and `t`, under the secret of the endpoint. Two `v1` while the secret is rotated with `both`, the new one first. */
                readonly "X-Signature": string;
                /** @description The version that the endpoint was created under, in which the event is written. */
                readonly "X-Version": string;
                /** @description Of this try. */
                readonly "API-Request-Id": string;
                /** @description Standard Webhooks: the id of the event. */
                readonly "webhook-id": string;
                /** @description Standard Webhooks: unix seconds. */
                readonly "webhook-timestamp": string;
                /** @description Standard Webhooks: `v1,<base64>`, one or two; then, if wanted, `v1a,<base64>`. */
                readonly "webhook-signature": string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["PaymentEvent"];
            };
        };
        readonly responses: {
            /** @description Taken. Any other answer, or none within 10 seconds, and it is sent again. */
            readonly "2XX": {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    readonly onPaymentFunded: {
        readonly parameters: {
            readonly query?: never;
            readonly header: {
                /** @description `t=<unix seconds>,v1=<hex>`: HMAC-SHA256 of the body, a dot and `t`, under the secret of the endpoint. Two `v1` while the secret is rotated with `both`, the new one first. */
                readonly "X-Signature": string;
                /** @description The version that the endpoint was created under, in which the event is written. */
                readonly "X-Version": string;
                /** @description Of this try. */
                readonly "API-Request-Id": string;
                /** @description Standard Webhooks: the id of the event. */
                readonly "webhook-id": string;
                /** @description Standard Webhooks: unix seconds. */
                readonly "webhook-timestamp": string;
                /** @description Standard Webhooks: `v1,<base64>`, one or two; then, if wanted, `v1a,<base64>`. */
                readonly "webhook-signature": string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["PaymentEvent"];
            };
        };
        readonly responses: {
            /** @description Taken. Any other answer, or none within 10 seconds, and it is sent again. */
            readonly "2XX": {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    readonly onPaymentCaptureFailed: {
        readonly parameters: {
            readonly query?: never;
            readonly header: {
                /** @description `t=<unix seconds>,v1=<hex>`: HMAC-SHA256 of the body, a dot and `t`, under the secret of the endpoint. Two `v1` while the secret is rotated with `both`, the new one first. */
                readonly "X-Signature": string;
                /** @description The version that the endpoint was created under, in which the event is written. */
                readonly "X-Version": string;
                /** @description Of this try. */
                readonly "API-Request-Id": string;
                /** @description Standard Webhooks: the id of the event. */
                readonly "webhook-id": string;
                /** @description Standard Webhooks: unix seconds. */
                readonly "webhook-timestamp": string;
                /** @description Standard Webhooks: `v1,<base64>`, one or two; then, if wanted, `v1a,<base64>`. */
                readonly "webhook-signature": string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["PaymentEvent"];
            };
        };
        readonly responses: {
            /** @description Taken. Any other answer, or none within 10 seconds, and it is sent again. */
            readonly "2XX": {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    readonly onPaymentSucceeded: {
        readonly parameters: {
            readonly query?: never;
            readonly header: {
                /** @description `t=<unix seconds>,v1=<hex>`: HMAC-SHA256 of the body, a dot and `t`, under the secret of the endpoint. Two `v1` while the secret is rotated with `both`, the new one first. */
                readonly "X-Signature": string;
                /** @description The version that the endpoint was created under, in which the event is written. */
                readonly "X-Version": string;
                /** @description Of this try. */
                readonly "API-Request-Id": string;
                /** @description Standard Webhooks: the id of the event. */
                readonly "webhook-id": string;
                /** @description Standard Webhooks: unix seconds. */
                readonly "webhook-timestamp": string;
                /** @description Standard Webhooks: `v1,<base64>`, one or two; then, if wanted, `v1a,<base64>`. */
                readonly "webhook-signature": string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["PaymentEvent"];
            };
        };
        readonly responses: {
            /** @description Taken. Any other answer, or none within 10 seconds, and it is sent again. */
            readonly "2XX": {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    readonly onPaymentBlocked: {
        readonly parameters: {
            readonly query?: never;
            readonly header: {
                /** @description `t=<unix seconds>,v1=<hex>`: HMAC-SHA256 of the body, a dot and `t`, under the secret of the endpoint. Two `v1` while the secret is rotated with `both`, the new one first. */
                readonly "X-Signature": string;
                /** @description The version that the endpoint was created under, in which the event is written. */
                readonly "X-Version": string;
                /** @description Of this try. */
                readonly "API-Request-Id": string;
                /** @description Standard Webhooks: the id of the event. */
                readonly "webhook-id": string;
                /** @description Standard Webhooks: unix seconds. */
                readonly "webhook-timestamp": string;
                /** @description Standard Webhooks: `v1,<base64>`, one or two; then, if wanted, `v1a,<base64>`. */
                readonly "webhook-signature": string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["PaymentEvent"];
            };
        };
        readonly responses: {
            /** @description Taken. Any other answer, or none within 10 seconds, and it is sent again. */
            readonly "2XX": {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    readonly onPaymentFailed: {
        readonly parameters: {
            readonly query?: never;
            readonly header: {
                /** @description `t=<unix seconds>,v1=<hex>`: HMAC-SHA256 of the body, a dot and `t`, under the secret of the endpoint. Two `v1` while the secret is rotated with `both`, the new one first. */
                readonly "X-Signature": string;
                /** @description The version that the endpoint was created under, in which the event is written. */
                readonly "X-Version": string;
                /** @description Of this try. */
                readonly "API-Request-Id": string;
                /** @description Standard Webhooks: the id of the event. */
                readonly "webhook-id": string;
                /** @description Standard Webhooks: unix seconds. */
                readonly "webhook-timestamp": string;
                /** @description Standard Webhooks: `v1,<base64>`, one or two; then, if wanted, `v1a,<base64>`. */
                readonly "webhook-signature": string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["PaymentEvent"];
            };
        };
        readonly responses: {
            /** @description Taken. Any other answer, or none within 10 seconds, and it is sent again. */
            readonly "2XX": {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    readonly onPaymentCanceled: {
        readonly parameters: {
            readonly query?: never;
            readonly header: {
                /** @description `t=<unix seconds>,v1=<hex>`: HMAC-SHA256 of the body, a dot and `t`, under the secret of the endpoint. Two `v1` while the secret is rotated with `both`, the new one first. */
                readonly "X-Signature": string;
                /** @description The version that the endpoint was created under, in which the event is written. */
                readonly "X-Version": string;
                /** @description Of this try. */
                readonly "API-Request-Id": string;
                /** @description Standard Webhooks: the id of the event. */
                readonly "webhook-id": string;
                /** @description Standard Webhooks: unix seconds. */
                readonly "webhook-timestamp": string;
                /** @description Standard Webhooks: `v1,<base64>`, one or two; then, if wanted, `v1a,<base64>`. */
                readonly "webhook-signature": string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["PaymentEvent"];
            };
        };
        readonly responses: {
            /** @description Taken. Any other answer, or none within 10 seconds, and it is sent again. */
            readonly "2XX": {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    readonly onRefundCreated: {
        readonly parameters: {
            readonly query?: never;
            readonly header: {
                /** @description `t=<unix seconds>,v1=<hex>`: HMAC-SHA256 of the body, a dot and `t`, under the secret of the endpoint. Two `v1` while the secret is rotated with `both`, the new one first. */
                readonly "X-Signature": string;
                /** @description The version that the endpoint was created under, in which the event is written. */
                readonly "X-Version": string;
                /** @description Of this try. */
                readonly "API-Request-Id": string;
                /** @description Standard Webhooks: the id of the event. */
                readonly "webhook-id": string;
                /** @description Standard Webhooks: unix seconds. */
                readonly "webhook-timestamp": string;
                /** @description Standard Webhooks: `v1,<base64>`, one or two; then, if wanted, `v1a,<base64>`. */
                readonly "webhook-signature": string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["RefundEvent"];
            };
        };
        readonly responses: {
            /** @description Taken. Any other answer, or none within 10 seconds, and it is sent again. */
            readonly "2XX": {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    readonly onRefundSucceeded: {
        readonly parameters: {
            readonly query?: never;
            readonly header: {
                /** @description `t=<unix seconds>,v1=<hex>`: HMAC-SHA256 of the body, a dot and `t`, under the secret of the endpoint. Two `v1` while the secret is rotated with `both`, the new one first. */
                readonly "X-Signature": string;
                /** @description The version that the endpoint was created under, in which the event is written. */
                readonly "X-Version": string;
                /** @description Of this try. */
                readonly "API-Request-Id": string;
                /** @description Standard Webhooks: the id of the event. */
                readonly "webhook-id": string;
                /** @description Standard Webhooks: unix seconds. */
                readonly "webhook-timestamp": string;
                /** @description Standard Webhooks: `v1,<base64>`, one or two; then, if wanted, `v1a,<base64>`. */
                readonly "webhook-signature": string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["RefundEvent"];
            };
        };
        readonly responses: {
            /** @description Taken. Any other answer, or none within 10 seconds, and it is sent again. */
            readonly "2XX": {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    readonly onRefundFailed: {
        readonly parameters: {
            readonly query?: never;
            readonly header: {
                /** @description `t=<unix seconds>,v1=<hex>`: HMAC-SHA256 of the body, a dot and `t`, under the secret of the endpoint. Two `v1` while the secret is rotated with `both`, the new one first. */
                readonly "X-Signature": string;
                /** @description The version that the endpoint was created under, in which the event is written. */
                readonly "X-Version": string;
                /** @description Of this try. */
                readonly "API-Request-Id": string;
                /** @description Standard Webhooks: the id of the event. */
                readonly "webhook-id": string;
                /** @description Standard Webhooks: unix seconds. */
                readonly "webhook-timestamp": string;
                /** @description Standard Webhooks: `v1,<base64>`, one or two; then, if wanted, `v1a,<base64>`. */
                readonly "webhook-signature": string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["RefundEvent"];
            };
        };
        readonly responses: {
            /** @description Taken. Any other answer, or none within 10 seconds, and it is sent again. */
            readonly "2XX": {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    readonly onPaymentMethodCreated: {
        readonly parameters: {
            readonly query?: never;
            readonly header: {
                /** @description `t=<unix seconds>,v1=<hex>`: HMAC-SHA256 of the body, a dot and `t`, under the secret of the endpoint. Two `v1` while the secret is rotated with `both`, the new one first. */
                readonly "X-Signature": string;
                /** @description The version that the endpoint was created under, in which the event is written. */
                readonly "X-Version": string;
                /** @description Of this try. */
                readonly "API-Request-Id": string;
                /** @description Standard Webhooks: the id of the event. */
                readonly "webhook-id": string;
                /** @description Standard Webhooks: unix seconds. */
                readonly "webhook-timestamp": string;
                /** @description Standard Webhooks: `v1,<base64>`, one or two; then, if wanted, `v1a,<base64>`. */
                readonly "webhook-signature": string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["PaymentMethodEvent"];
            };
        };
        readonly responses: {
            /** @description Taken. Any other answer, or none within 10 seconds, and it is sent again. */
            readonly "2XX": {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    readonly onPaymentMethodDeleted: {
        readonly parameters: {
            readonly query?: never;
            readonly header: {
                /** @description `t=<unix seconds>,v1=<hex>`: HMAC-SHA256 of the body, a dot and `t`, under the secret of the endpoint. Two `v1` while the secret is rotated with `both`, the new one first. */
                readonly "X-Signature": string;
                /** @description The version that the endpoint was created under, in which the event is written. */
                readonly "X-Version": string;
                /** @description Of this try. */
                readonly "API-Request-Id": string;
                /** @description Standard Webhooks: the id of the event. */
                readonly "webhook-id": string;
                /** @description Standard Webhooks: unix seconds. */
                readonly "webhook-timestamp": string;
                /** @description Standard Webhooks: `v1,<base64>`, one or two; then, if wanted, `v1a,<base64>`. */
                readonly "webhook-signature": string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["PaymentMethodEvent"];
            };
        };
        readonly responses: {
            /** @description Taken. Any other answer, or none within 10 seconds, and it is sent again. */
            readonly "2XX": {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    readonly onWebhookEndpointFailing: {
        readonly parameters: {
            readonly query?: never;
            readonly header: {
                /** @description `t=<unix seconds>,v1=<hex>`: HMAC-SHA256 of the body, a dot and `t`, under the secret of the endpoint. Two `v1` while the secret is rotated with `both`, the new one first. */
                readonly "X-Signature": string;
                /** @description The version that the endpoint was created under, in which the event is written. */
                readonly "X-Version": string;
                /** @description Of this try. */
                readonly "API-Request-Id": string;
                /** @description Standard Webhooks: the id of the event. */
                readonly "webhook-id": string;
                /** @description Standard Webhooks: unix seconds. */
                readonly "webhook-timestamp": string;
                /** @description Standard Webhooks: `v1,<base64>`, one or two; then, if wanted, `v1a,<base64>`. */
                readonly "webhook-signature": string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["WebhookEndpointEvent"];
            };
        };
        readonly responses: {
            /** @description Taken. Any other answer, or none within 10 seconds, and it is sent again. */
            readonly "2XX": {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    readonly onWebhookEndpointDisabled: {
        readonly parameters: {
            readonly query?: never;
            readonly header: {
                /** @description `t=<unix seconds>,v1=<hex>`: HMAC-SHA256 of the body, a dot and `t`, under the secret of the endpoint. Two `v1` while the secret is rotated with `both`, the new one first. */
                readonly "X-Signature": string;
                /** @description The version that the endpoint was created under, in which the event is written. */
                readonly "X-Version": string;
                /** @description Of this try. */
                readonly "API-Request-Id": string;
                /** @description Standard Webhooks: the id of the event. */
                readonly "webhook-id": string;
                /** @description Standard Webhooks: unix seconds. */
                readonly "webhook-timestamp": string;
                /** @description Standard Webhooks: `v1,<base64>`, one or two; then, if wanted, `v1a,<base64>`. */
                readonly "webhook-signature": string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["WebhookEndpointEvent"];
            };
        };
        readonly responses: {
            /** @description Taken. Any other answer, or none within 10 seconds, and it is sent again. */
            readonly "2XX": {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    readonly onWebhookEndpointTest: {
        readonly parameters: {
            readonly query?: never;
            readonly header: {
                /** @description `t=<unix seconds>,v1=<hex>`: HMAC-SHA256 of the body, a dot and `t`, under the secret of the endpoint. Two `v1` while the secret is rotated with `both`, the new one first. */
                readonly "X-Signature": string;
                /** @description The version that the endpoint was created under, in which the event is written. */
                readonly "X-Version": string;
                /** @description Of this try. */
                readonly "API-Request-Id": string;
                /** @description Standard Webhooks: the id of the event. */
                readonly "webhook-id": string;
                /** @description Standard Webhooks: unix seconds. */
                readonly "webhook-timestamp": string;
                /** @description Standard Webhooks: `v1,<base64>`, one or two; then, if wanted, `v1a,<base64>`. */
                readonly "webhook-signature": string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["WebhookEndpointEvent"];
            };
        };
        readonly responses: {
            /** @description Taken. Any other answer, or none within 10 seconds, and it is sent again. */
            readonly "2XX": {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
}
