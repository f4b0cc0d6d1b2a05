import type { DeclineReason } from '../contract.ts';

/** `soft`: the same card may pass with 3-D Secure. */
export type Row = { readonly reason: DeclineReason; readonly soft?: boolean };

/** What Stripe says by itself, about the card, the payment or the account: `code`. */
const told: Readonly<Record<string, Row>> = {
  action_blocked: { reason: 'suspectedFraud' },
  amount_too_large: { reason: 'invalidAmount' },
  amount_too_small: { reason: 'invalidAmount' },
  authentication_failure: { reason: 'authenticationFailed' },
  authentication_required: { reason: 'authenticationRequired', soft: true },
  balance_insufficient: { reason: 'insufficientFunds' },
  capture_charge_authorization_expired: { reason: 'notPermitted' },
  capture_unauthorized_payment: { reason: 'notPermitted' },
  card_decline_rate_limit_exceeded: { reason: 'limitExceeded' },
  card_declined: { reason: 'doNotHonor' },
  charge_already_captured: { reason: 'notPermitted' },
  charge_already_refunded: { reason: 'invalidAmount' },
  charge_disputed: { reason: 'notPermitted' },
  charge_exceeds_source_limit: { reason: 'limitExceeded' },
  charge_exceeds_transaction_limit: { reason: 'limitExceeded' },
  charge_expired_for_capture: { reason: 'notPermitted' },
  charge_not_refundable: { reason: 'notPermitted' },
  country_unsupported: { reason: 'notPermitted' },
  expired_card: { reason: 'expiredCard' },
  expired_payment_method: { reason: 'expiredCard' },
  incorrect_address: { reason: 'doNotHonor' },
  incorrect_cvc: { reason: 'incorrectCvc' },
  incorrect_number: { reason: 'incorrectNumber' },
  incorrect_postal_code: { reason: 'doNotHonor' },
  incorrect_zip: { reason: 'doNotHonor' },
  india_recurring_payment_mandate_canceled: { reason: 'notPermitted' },
  insufficient_funds: { reason: 'insufficientFunds' },
  intent_invalid_state: { reason: 'notPermitted' },
  invalid_card_type: { reason: 'notPermitted' },
  invalid_charge_amount: { reason: 'invalidAmount' },
  invalid_cvc: { reason: 'incorrectCvc' },
  invalid_expiry_month: { reason: 'expiredCard' },
  invalid_expiry_year: { reason: 'expiredCard' },
  invalid_number: { reason: 'incorrectNumber' },
  payment_intent_action_required: { reason: 'authenticationRequired', soft: true },
  payment_intent_authentication_failure: { reason: 'authenticationFailed' },
  payment_intent_incompatible_payment_method: { reason: 'notPermitted' },
  payment_intent_mandate_invalid: { reason: 'notPermitted' },
  payment_intent_payment_attempt_expired: { reason: 'notPermitted' },
  payment_intent_payment_attempt_failed: { reason: 'doNotHonor' },
  payment_intent_unexpected_state: { reason: 'notPermitted' },
  payment_method_currency_mismatch: { reason: 'notPermitted' },
  payment_method_customer_decline: { reason: 'doNotHonor' },
  payment_method_not_available: { reason: 'issuerUnavailable' },
  payment_method_provider_decline: { reason: 'doNotHonor' },
  payment_method_provider_timeout: { reason: 'issuerUnavailable' },
  payment_method_restricted: { reason: 'restrictedCard' },
  payment_method_unexpected_state: { reason: 'notPermitted' },
  payment_method_unsupported_type: { reason: 'notPermitted' },
  postal_code_invalid: { reason: 'doNotHonor' },
  refer_to_customer: { reason: 'doNotHonor' },
  refund_disputed_payment: { reason: 'notPermitted' },
  request_blocked: { reason: 'suspectedFraud' },
  resource_missing: { reason: 'notPermitted' },
  setup_attempt_failed: { reason: 'doNotHonor' },
  setup_intent_authentication_failure: { reason: 'authenticationFailed' },
  three_d_secure_authentication_not_supported: { reason: 'authenticationFailed' },
  three_d_secure_authentication_upstream_error: { reason: 'issuerUnavailable' },
  token_card_network_invalid: { reason: 'notPermitted' },
};

/** What no card and no customer can mend: the account, our request, or another of Stripe's products. */
const NOT_ABOUT_THE_CARD = `
  account_closed account_country_invalid_address account_error_country_change_requires_additional_steps
  account_information_mismatch account_invalid account_number_invalid account_token_required_for_v2_account
  acss_debit_session_incomplete alipay_upgrade_required anomalous_money_movement_request api_key_expired
  application_fees_not_allowed approval_required balance_invalid_parameter bank_account_bad_routing_numbers
  bank_account_declined bank_account_exists bank_account_restricted bank_account_unusable bank_account_unverified
  bank_account_verification_failed billing_invalid_mandate bitcoin_upgrade_required capability_not_active
  cardholder_phone_number_required charge_invalid_parameter clearing_code_unsupported country_code_invalid
  coupon_expired customer_max_payment_methods customer_max_subscriptions customer_session_expired
  customer_tax_location_invalid debit_not_authorized dispute_evidence_page_limit_exceeded email_invalid
  failed_tax_calculation financial_account_balance_does_not_support_currency
  financial_account_capability_not_enabled financial_account_capability_restricted
  financial_connections_account_inactive financial_connections_account_pending_account_numbers
  financial_connections_account_unavailable_account_numbers financial_connections_consent_locale_invalid
  financial_connections_consent_locale_unsupported financial_connections_no_successful_transaction_refresh
  forwarding_api_inactive forwarding_api_invalid_parameter forwarding_api_retryable_upstream_error
  forwarding_api_upstream_connection_error forwarding_api_upstream_connection_timeout forwarding_api_upstream_error
  instant_payouts_config_disabled instant_payouts_currency_disabled instant_payouts_limit_exceeded
  instant_payouts_unsupported intent_verification_method_missing invalid_canceled_subscription_fields
  invalid_characters invalid_mandate_reference_prefix_format invalid_source_usage invalid_tax_location
  invoice_no_customer_line_items invoice_no_payment_method_types invoice_no_subscription_line_items
  invoice_not_editable invoice_on_behalf_of_not_editable invoice_payment_intent_requires_action
  invoice_upcoming_none livemode_mismatch missing no_account not_allowed_on_standard_account out_of_inventory
  ownership_declaration_not_allowed parameter_invalid_empty parameter_invalid_integer parameter_invalid_string_blank
  parameter_invalid_string_empty parameter_missing parameter_unknown parameters_exclusive
  payment_evaluation_on_api_version_not_supported payment_intent_invalid_parameter
  payment_intent_konbini_rejected_confirmation_number payment_intent_rate_limit_exceeded
  payment_method_bank_account_already_verified payment_method_bank_account_blocked
  payment_method_billing_details_address_missing payment_method_configuration_failures
  payment_method_invalid_parameter payment_method_invalid_parameter_testmode payment_method_microdeposit_failed
  payment_method_microdeposit_processing_error payment_method_microdeposit_verification_amounts_invalid
  payment_method_microdeposit_verification_amounts_mismatch
  payment_method_microdeposit_verification_attempts_exceeded
  payment_method_microdeposit_verification_descriptor_code_mismatch payment_method_microdeposit_verification_timeout
  payment_method_unactivated payout_reconciliation_not_ready payouts_limit_exceeded payouts_not_allowed
  platform_account_required platform_api_key_expired processing_error product_inactive
  progressive_onboarding_limit_exceeded resource_already_exists return_intent_already_processed
  routing_number_invalid secret_key_required sepa_unsupported_account
  service_period_coupon_with_metered_tiered_item_unsupported setup_intent_invalid_parameter
  setup_intent_mandate_invalid setup_intent_mobile_wallet_unsupported setup_intent_setup_attempt_expired
  setup_intent_unexpected_state shipping_address_invalid shipping_calculation_failed siret_invalid sku_inactive
  smart_disputes_not_available state_unsupported status_transition_invalid storer_capability_missing
  storer_capability_not_active stripe_tax_inactive subscription_update_trial_after_billing_cycle_anchor
  tax_id_invalid tax_id_prohibited taxes_calculation_failed terminal_location_country_unsupported
  terminal_reader_busy terminal_reader_hardware_fault terminal_reader_invalid_location_for_activation
  terminal_reader_invalid_location_for_payment terminal_reader_offline terminal_reader_timeout testmode_charges_only
  tls_version_unsupported token_already_used token_in_use transfer_source_balance_parameters_mismatch
  transfers_not_allowed url_invalid
`;

/** They say neither yes nor no: somebody else holds the object or the key, or nobody looked. */
export const undecidedCodes: ReadonlySet<string> = new Set(['idempotency_key_in_use', 'lock_timeout', 'rate_limit']);

/** Every code that Stripe documents, but for those that decide nothing. */
export const errorCodes: Readonly<Record<string, Row>> = {
  ...told,
  ...Object.fromEntries(
    NOT_ABOUT_THE_CARD.trim()
      .split(/\s+/)
      .map((code) => [code, { reason: 'acquirerError' }] as const),
  ),
};
