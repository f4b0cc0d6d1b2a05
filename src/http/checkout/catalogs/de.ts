import type { Catalog } from './catalog.ts';

export const de: Catalog = {
  language: 'de',
  dir: 'ltr',
  form: {
    title: (merchant) => `Zahlung an ${merchant}`,
    amount: 'Zu zahlender Betrag',
    amountOnly: 'Betrag',
    reference: 'Referenz',
    description: 'Beschreibung',
    timeLeft: 'Verbleibende Zeit',
    almostUp: 'Zum Bezahlen bleiben weniger als zwei Minuten.',
    pan: 'Kartennummer',
    expiry: 'Gültig bis',
    expiryHint: 'MM/JJ',
    cvc: 'Prüfziffer (CVC)',
    cvcHint: '3 Ziffern auf der Rückseite',
    cvcHintAmex: '4 Ziffern auf der Vorderseite',
    cvcWrong: 'Dieser Code passt nicht zu Ihrer Karte. Geben Sie ihn noch einmal ein.',
    cardholderName: 'Name auf der Karte',
    pay: (amount) => `${amount} bezahlen`,
    paying: 'Zahlung läuft…',
    cancel: (merchant) => `Abbrechen und zurück zu ${merchant}`,
    cancelOff: 'Ihre Zahlung läuft gerade und lässt sich jetzt nicht abbrechen.',
    back: (merchant) => `Zurück zu ${merchant}`,
    takenBack: (merchant) => `Sie werden zu ${merchant} zurückgeleitet…`,
    reload: 'Seite neu laden',
    reserved: (merchant) => `Ihre Bank reserviert den Betrag jetzt. ${merchant} bucht ihn später ab.`,
    privacy: (merchant) => `${merchant} sieht Ihre Kartendaten nicht.`,
    declined: 'Die Zahlung wurde abgelehnt. Es wurde nichts abgebucht.',
    attemptsLeft: (attempts) => `Verbleibende Versuche: ${attempts}`,
    sandbox: 'Testmodus: Es fließt kein Geld.',
    sandboxHint: 'Probieren Sie diese Karte mit einem künftigen Datum und CVC 123:',
    sandboxCards: 'Alle Testkarten',
  },
  saved: {
    payWith: 'Bezahlen mit',
    card: (brand, last4) => `${brand} mit Endziffern ${last4}`,
    cardOfNoBrand: 'Karte',
    expires: (date) => `Gültig bis ${date}`,
    anotherCard: 'Andere Karte',
    remove: 'Entfernen',
    removeAsks: 'Um diese Karte zu entfernen, geben Sie ihre Prüfziffer ein.',
    keep: 'Behalten',
    save: (merchant) => `Diese Karte für künftige Zahlungen an ${merchant} speichern`,
    saveHint: (merchant) =>
      `${merchant} darf damit Zahlungen abbuchen, denen Sie zustimmen. Sie können die Karte jederzeit entfernen: hier beim Bezahlen oder über ${merchant}.`,
  },
  bank: {
    title: 'Zahlung bei Ihrer Bank bestätigen',
    continueToBank: 'Weiter zu Ihrer Bank',
    continueHere: 'Hier fortfahren',
    elsewhere: 'Falls die Seite Ihrer Bank schon in einem anderen Tab geöffnet ist, bestätigen Sie dort.',
    useAnotherCard: 'Andere Karte verwenden',
    cancelPayment: 'Zahlung abbrechen',
    oneMoment: 'Einen Moment…',
    backToPayment: 'Zurück zur Zahlung',
    waiting: 'Wir warten auf Ihre Bank…',
    slow: {
      title: 'Ihre Bank braucht länger als üblich',
      text: 'Sie können weiter warten oder einen dieser Wege nehmen. Es wurde nichts abgebucht.',
    },
    failed: {
      title: 'Die Seite Ihrer Bank lässt sich hier nicht öffnen',
      text: 'Es wurde nichts abgebucht. Diese Möglichkeiten haben Sie:',
    },
    tryAgain: 'Noch einmal versuchen',
    wholeWindow: 'Seite der Bank in diesem Fenster öffnen',
    trouble: 'Stimmt etwas mit der Seite Ihrer Bank nicht?',
    stop: {
      title: 'Bestätigung bei Ihrer Bank abbrechen?',
      text: 'Es wurde nichts abgebucht. Wenn Sie jetzt abbrechen, beginnt die Bestätigung beim nächsten Mal von vorn.',
      goOn: 'Bei der Bank fortfahren',
    },
    returned:
      'Ihre Bank hat Sie zurückgeschickt, aber wir erreichen Ihre Zahlung gerade nicht. Lassen Sie diese Seite geöffnet: Gleich geht es weiter. Der Betrag wird nicht doppelt abgebucht.',
    begin: {
      title: 'Ihre Bank möchte vielleicht Ihre Identität prüfen',
      text: (merchant) =>
        `${merchant} hat diese Zahlung angefragt. Bevor sie ausgeführt wird, prüft Ihre Bank sie und fragt Sie vielleicht nach einem Code oder einer Bestätigung in ihrer App.`,
      go: 'Weiter',
    },
    finish: {
      title: 'Ihre Bank hat Ihre Identität bestätigt',
      text: (merchant) => `Noch ein Schritt, und die Zahlung an ${merchant} ist abgeschlossen.`,
      go: 'Zahlung abschließen',
    },
  },
  mistakes: {
    pan: {
      required: 'Geben Sie die Nummer auf der Vorderseite Ihrer Karte ein.',
      invalid: 'Diese Kartennummer stimmt nicht. Prüfen Sie jede Ziffer.',
    },
    expiry: {
      required: 'Geben Sie Monat und Jahr von Ihrer Karte ein.',
      invalid: 'Geben Sie Monat und Jahr zweistellig ein, zum Beispiel 08/29.',
      past: 'Diese Karte ist abgelaufen. Prüfen Sie das Datum oder nehmen Sie eine andere Karte.',
      tooFar: 'Dieses Jahr liegt zu weit in der Zukunft. Prüfen Sie das Datum auf Ihrer Karte.',
    },
    cvc: {
      required: 'Geben Sie die Prüfziffer Ihrer Karte ein.',
      invalid3: 'Geben Sie die 3 Ziffern von der Rückseite Ihrer Karte ein.',
      invalid4: 'Geben Sie die 4 Ziffern von der Vorderseite Ihrer Karte ein.',
    },
    cardholderName: {
      required: 'Geben Sie den Namen so ein, wie er auf der Karte steht.',
      invalid: 'Geben Sie einen Namen mit 2 bis 64 Zeichen ein.',
      containsPan: 'Das sieht nach einer Kartennummer aus. Hierher gehört der Name auf der Karte.',
    },
  },
  declines: {
    insufficientFunds:
      'Auf dieser Karte ist nicht genug Guthaben. Nehmen Sie eine andere Karte oder versuchen Sie es nach einer Einzahlung erneut.',
    expiredCard:
      'Laut Ihrer Bank ist die Karte abgelaufen. Prüfen Sie das Ablaufdatum oder nehmen Sie Ihre neue Karte.',
    incorrectCvc: 'Die Prüfziffer (CVC) passt nicht zur Karte. Prüfen Sie sie und geben Sie sie noch einmal ein.',
    incorrectNumber:
      'Ihre Bank kennt diese Kartennummer nicht. Prüfen Sie jede Ziffer oder nehmen Sie eine andere Karte.',
    doNotHonor:
      'Ihre Bank hat ohne Angabe von Gründen abgelehnt. Nehmen Sie eine andere Karte oder lassen Sie die Zahlung von Ihrer Bank freigeben.',
    limitExceeded:
      'Der Betrag liegt über dem Limit dieser Karte. Erhöhen Sie das Limit in Ihrer Banking-App oder nehmen Sie eine andere Karte.',
    restrictedCard: 'Diese Karte ist für solche Zahlungen nicht zugelassen. Nehmen Sie eine andere Karte.',
    notPermitted:
      'Diese Karte ist nicht für Online-Zahlungen freigeschaltet. Schalten Sie sie in Ihrer Banking-App frei oder nehmen Sie eine andere Karte.',
    suspectedFraud:
      'Ihre Bank hat die Zahlung vorsorglich gestoppt. Bestätigen Sie sie bei Ihrer Bank oder nehmen Sie eine andere Karte.',
    authenticationRequired:
      'Ihre Bank möchte, dass Sie die Zahlung bestätigen. Versuchen Sie es erneut und folgen Sie den Schritten, oder nehmen Sie eine andere Karte.',
    authenticationFailed:
      'Ihre Bank konnte Ihre Identität nicht bestätigen. Versuchen Sie es mit dem Telefon zur Hand erneut oder nehmen Sie eine andere Karte.',
    issuerUnavailable:
      'Ihre Bank antwortet im Moment nicht. Versuchen Sie es in ein paar Minuten erneut oder nehmen Sie eine andere Karte.',
    invalidAmount: 'Ihre Bank nimmt diesen Betrag nicht an. Nehmen Sie eine andere Karte oder fragen Sie den Shop.',
    acquirerError:
      'Im Kartennetz gibt es eine technische Störung. Versuchen Sie es in ein paar Minuten erneut oder nehmen Sie eine andere Karte.',
    velocityExceeded:
      'In letzter Zeit sind zu viele Zahlungen fehlgeschlagen. Diese wurde deshalb vorsorglich gestoppt und nicht an Ihre Bank gesendet. Versuchen Sie es in einigen Stunden erneut, oder fragen Sie den Shop nach einer anderen Zahlungsart.',
  },
  notices: {
    notSent: {
      title: 'Die Bank war nicht erreichbar.',
      text: 'Es wurde nichts abgebucht. Bitte versuchen Sie es gleich noch einmal.',
    },
    stale: {
      title: 'Diese Seite war nicht mehr aktuell.',
      text: 'Ihre Bank wurde nicht angefragt. Bitte geben Sie Ihre Karte noch einmal ein.',
    },
    cardRemoved: {
      title: 'Die Karte wurde entfernt.',
      text: 'Sie ist nicht mehr gespeichert und kann nicht mehr belastet werden.',
    },
    abandoned: {
      title: 'Sie haben die Bestätigung bei Ihrer Bank abgebrochen.',
      text: 'Es wurde nichts abgebucht. Versuchen Sie es noch einmal oder verwenden Sie eine andere Karte.',
    },
    confirmed: {
      title: 'Ihre Bank hat Ihre Identität bestätigt.',
      text: 'Geben Sie dieselbe Karte noch einmal ein, um die Zahlung abzuschließen.',
    },
    connectionLost: {
      title: 'Die Verbindung ist abgebrochen.',
      text: 'Es wurde nichts abgebucht. Prüfen Sie Ihre Internetverbindung und versuchen Sie es erneut.',
    },
    checking: { title: 'Die Verbindung ist abgebrochen.', text: 'Wir prüfen, was aus Ihrer Zahlung geworden ist…' },
    offline: {
      title: 'Es besteht noch keine Verbindung.',
      text: 'Prüfen Sie Ihre Internetverbindung und versuchen Sie es erneut. Der Betrag wird nicht doppelt abgebucht.',
    },
  },
  pages: {
    processing: {
      title: 'Ihre Zahlung ist unterwegs',
      text: (merchant) =>
        `Wir warten auf die Antwort Ihrer Bank. Diese Seite aktualisiert sich von selbst. Bitte zahlen Sie nicht noch einmal. ${merchant} erfährt das Ergebnis auch, wenn Sie die Seite schließen.`,
    },
    challenging: {
      title: 'Ihre Bank möchte Ihre Identität prüfen',
      text: () =>
        'Vielleicht fragt sie nach einem Code oder einer Bestätigung in ihrer App. Vorher wird nichts abgebucht.',
    },
    paid: { title: 'Zahlung abgeschlossen', text: (merchant) => `Ihre Zahlung an ${merchant} ist erfolgt.` },
    authorized: {
      title: 'Zahlung bestätigt',
      text: (merchant) => `Ihre Bank hat den Betrag für ${merchant} reserviert.`,
    },
    timeout: {
      title: 'Die Zeit zum Bezahlen ist abgelaufen',
      text: (merchant) => `Es wurde nichts abgebucht. Gehen Sie zurück zu ${merchant}, um neu zu beginnen.`,
    },
    canceled: {
      title: 'Sie haben die Zahlung abgebrochen',
      text: (merchant) => `Es wurde nichts abgebucht. Über ${merchant} können Sie neu beginnen.`,
    },
    endedByMerchant: {
      title: 'Diese Zahlung wurde beendet',
      text: (merchant) => `${merchant} hat sie beendet. Es wurde nichts abgebucht. Im Shop können Sie neu beginnen.`,
    },
    exhausted: {
      title: 'Die Zahlung wurde zu oft abgelehnt',
      text: (merchant) => `Es wurde nichts abgebucht. Gehen Sie zurück zu ${merchant}, um anders zu bezahlen.`,
    },
    unknown: {
      title: 'Wir finden diese Zahlung nicht',
      text: () =>
        'Vielleicht ist die Adresse unvollständig. Gehen Sie zurück zum Shop und beginnen Sie die Zahlung neu.',
    },
    error: {
      title: 'Hier ist etwas schiefgegangen',
      text: () =>
        'Laden Sie die Seite gleich noch einmal. Falls Sie gerade bezahlt haben, zeigt die Seite, was geschehen ist: Der Betrag wird nicht doppelt abgebucht.',
    },
    away: {
      title: 'Einen Moment bitte',
      text: () =>
        'Wir können Ihre Zahlung gerade nicht erreichen. Diese Seite versucht es von selbst wieder. Der Betrag wird nicht doppelt abgebucht.',
    },
    crossSite: {
      title: 'Diese Anfrage wurde gestoppt',
      text: () =>
        'Sie kam von einer anderen Website. Es wurde nichts abgebucht. Gehen Sie zurück zum Shop und öffnen Sie die Zahlung von dort.',
    },
  },
};
