import type { Catalog } from './catalog.ts';

export const en: Catalog = {
  language: 'en',
  dir: 'ltr',
  form: {
    title: (merchant) => `Pay ${merchant}`,
    amount: 'Amount to pay',
    amountOnly: 'Amount',
    reference: 'Reference',
    description: 'Description',
    timeLeft: 'Time left to pay',
    almostUp: 'Less than two minutes are left to pay.',
    pan: 'Card number',
    expiry: 'Expiry date',
    expiryHint: 'MM/YY',
    cvc: 'CVC',
    cvcHint: '3 digits on the back',
    cvcHintAmex: '4 digits on the front',
    cvcWrong: 'This code doesn’t match your card. Enter it again.',
    cardholderName: 'Name on card',
    pay: (amount) => `Pay ${amount}`,
    paying: 'Paying…',
    cancel: (merchant) => `Cancel and go back to ${merchant}`,
    cancelOff: 'Your payment is on its way and can’t be canceled now.',
    back: (merchant) => `Back to ${merchant}`,
    takenBack: (merchant) => `You are being taken back to ${merchant}…`,
    reload: 'Reload the page',
    reserved: (merchant) => `Your bank reserves the amount now. ${merchant} takes it later.`,
    privacy: (merchant) => `${merchant} never sees your card details.`,
    declined: 'The payment was declined. Nothing was charged.',
    attemptsLeft: (attempts) => `Attempts left: ${attempts}`,
    sandbox: 'Test mode: no money moves.',
    sandboxHint: 'Try this card with any future date and CVC 123:',
    sandboxCards: 'All test cards',
  },
  saved: {
    payWith: 'Pay with',
    card: (brand, last4) => `${brand} ending in ${last4}`,
    cardOfNoBrand: 'Card',
    expires: (date) => `Expires ${date}`,
    anotherCard: 'Another card',
    remove: 'Remove',
    removeAsks: 'To remove this card, enter its CVC.',
    keep: 'Keep',
    save: (merchant) => `Save this card for future payments to ${merchant}`,
    saveHint: (merchant) =>
      `${merchant} may charge it for payments that you agree to. You can remove it at any time: here when you pay, or by asking ${merchant}.`,
  },
  bank: {
    title: 'Confirm with your bank',
    continueToBank: 'Continue to your bank',
    continueHere: 'Continue here',
    elsewhere: 'If your bank’s page is already open in another tab, finish there.',
    useAnotherCard: 'Use another card',
    cancelPayment: 'Cancel the payment',
    oneMoment: 'One moment…',
    backToPayment: 'Back to the payment',
    waiting: 'Waiting for your bank…',
    slow: {
      title: 'Your bank is taking longer than usual',
      text: 'You can keep waiting, or go on in one of these ways. Nothing has been charged.',
    },
    failed: {
      title: 'Your bank’s page doesn’t open here',
      text: 'Nothing has been charged. You can go on in one of these ways.',
    },
    tryAgain: 'Try again',
    wholeWindow: 'Open the bank’s page in this window',
    trouble: 'Is something wrong with your bank’s page?',
    stop: {
      title: 'Stop the check by your bank?',
      text: 'Nothing has been charged. If you stop now, your bank’s check starts from the beginning next time.',
      goOn: 'Continue with the bank',
    },
    returned:
      'You’re back from your bank, but we can’t reach your payment right now. Keep this page open: we’ll try again in a moment. You can’t be charged twice.',
    begin: {
      title: 'Your bank may want to confirm that it’s you',
      text: (merchant) =>
        `${merchant} has asked for this payment. Before it goes through, your bank reviews it, and may ask you for a code or for approval in its app.`,
      go: 'Continue',
    },
    finish: {
      title: 'Your bank has confirmed it’s you',
      text: (merchant) => `One more step, and the payment to ${merchant} is complete.`,
      go: 'Finish the payment',
    },
  },
  mistakes: {
    pan: {
      required: 'Enter the number on the front of your card.',
      invalid: 'This card number is incorrect. Check every digit.',
    },
    expiry: {
      required: 'Enter the month and year on your card.',
      invalid: 'Enter month and year as two digits each, like 08/29.',
      past: 'This card has expired. Check the date or use another card.',
      tooFar: 'This year is too far in the future. Check the date on your card.',
    },
    cvc: {
      required: 'Enter your card’s security code.',
      invalid3: 'Enter the 3 digits on the back of your card.',
      invalid4: 'Enter the 4 digits on the front of your card.',
    },
    cardholderName: {
      required: 'Enter the name exactly as it appears on your card.',
      invalid: 'Enter a name of 2 to 64 letters.',
      containsPan: 'This looks like a card number. Enter the name on your card here.',
    },
  },
  declines: {
    insufficientFunds: 'There are insufficient funds on this card. Use another card, or add funds and try again.',
    expiredCard: 'Your bank says that the card has expired. Check the expiry date, or use your new card.',
    incorrectCvc: 'The CVC doesn’t match the card. Check the security code and enter it again.',
    incorrectNumber: 'Your bank doesn’t recognize this card number. Check every digit, or use another card.',
    doNotHonor:
      'Your bank declined the payment without giving a reason. Use another card, or ask your bank to allow the payment.',
    limitExceeded:
      'The amount is above the limit of this card. Raise the limit in your banking app, or use another card.',
    restrictedCard: 'This card can’t be used for this kind of payment. Use another card.',
    notPermitted: 'This card is not enabled for online payments. Enable it in your banking app, or use another card.',
    suspectedFraud: 'Your bank stopped the payment as a precaution. Confirm it with your bank, or use another card.',
    authenticationRequired:
      'Your bank wants you to confirm the payment. Try again and follow its steps, or use another card.',
    authenticationFailed:
      'Your bank could not confirm that it’s you. Try again with your phone at hand, or use another card.',
    issuerUnavailable: 'Your bank isn’t responding at the moment. Try again in a few minutes, or use another card.',
    invalidAmount: 'Your bank doesn’t accept this amount. Use another card, or ask the shop.',
    acquirerError: 'The card network is having technical problems. Try again in a few minutes, or use another card.',
    velocityExceeded:
      'Too many payments have failed recently, so this one was stopped as a precaution. It was not sent to your bank. Try again in a few hours, or ask the shop for another way to pay.',
  },
  notices: {
    notSent: { title: 'The bank could not be reached.', text: 'Nothing was charged. Please try again in a moment.' },
    stale: {
      title: 'This page was out of date.',
      text: 'Nothing was sent to your bank. Please enter your card again.',
    },
    cardRemoved: { title: 'The card was removed.', text: 'It is no longer saved and can’t be charged.' },
    abandoned: {
      title: 'You stopped the check by your bank.',
      text: 'Nothing was charged. Try again, or use another card.',
    },
    confirmed: { title: 'Your bank has confirmed it’s you.', text: 'Enter the same card again to finish.' },
    connectionLost: {
      title: 'The connection was lost.',
      text: 'Nothing was charged. Check your internet connection and try again.',
    },
    checking: { title: 'The connection was lost.', text: 'We are checking what happened to your payment…' },
    offline: {
      title: 'There is still no connection.',
      text: 'Check your internet connection and try again. You can’t be charged twice.',
    },
  },
  pages: {
    processing: {
      title: 'Your payment is on its way',
      text: (merchant) =>
        `We are waiting for your bank. This page updates by itself, so please don’t pay again. ${merchant} will get the result even if you close the page.`,
    },
    challenging: {
      title: 'Your bank wants to confirm that it’s you',
      text: () => 'It may ask for a code, or for approval in its app. Nothing is charged until you have done that.',
    },
    paid: { title: 'Payment complete', text: (merchant) => `You have paid ${merchant}.` },
    authorized: {
      title: 'Payment confirmed',
      text: (merchant) => `Your bank has reserved the amount for ${merchant}.`,
    },
    timeout: {
      title: 'The time to pay has run out',
      text: (merchant) => `Nothing was charged. Go back to ${merchant} to start again.`,
    },
    canceled: {
      title: 'You canceled the payment',
      text: (merchant) => `Nothing was charged. Go back to ${merchant} if you want to start again.`,
    },
    endedByMerchant: {
      title: 'This payment was closed',
      text: (merchant) => `${merchant} closed it. Nothing was charged. Go back to the shop to start again.`,
    },
    exhausted: {
      title: 'Too many declined attempts',
      text: (merchant) => `Nothing was charged. Go back to ${merchant} to pay in another way.`,
    },
    unknown: {
      title: 'We can’t find this payment',
      text: () => 'The address may be incomplete. Go back to the shop and start the payment again.',
    },
    error: {
      title: 'Something went wrong here',
      text: () =>
        'Reload the page in a moment. If you have just paid, the page will show what happened: you can’t be charged twice.',
    },
    away: {
      title: 'One moment, please',
      text: () => 'We can’t reach your payment right now. This page tries again by itself. You can’t be charged twice.',
    },
    crossSite: {
      title: 'This request was stopped',
      text: () =>
        'It came from another website. Nothing was charged. Go back to the shop and open the payment from there.',
    },
  },
};
