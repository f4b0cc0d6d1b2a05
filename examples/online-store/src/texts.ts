export const languages = {
  en: { name: 'English', direction: 'ltr' },
  de: { name: 'Deutsch', direction: 'ltr' },
  fr: { name: 'Français', direction: 'ltr' },
  es: { name: 'Español', direction: 'ltr' },
  el: { name: 'Ελληνικά', direction: 'ltr' },
  ar: { name: 'العربية', direction: 'rtl' },
} as const;

export type Language = keyof typeof languages;

export const isLanguage = (text: string | undefined): text is Language =>
  text !== undefined && Object.hasOwn(languages, text);

export type Texts = {
  readonly tagline: string;
  readonly intro: string;
  readonly buy: string;
  readonly look: string;
  readonly secure: string;
  readonly orders: string;
  readonly noOrders: string;
  readonly order: string;
  readonly backToShop: string;
  readonly language: string;
  readonly skip: string;
  readonly paid: string;
  readonly paidMore: string;
  readonly waiting: string;
  readonly waitingMore: string;
  readonly waitingLong: string;
  readonly open: string;
  readonly openMore: string;
  readonly pay: string;
  readonly failed: string;
  /** The heading when the customer left the payment page: nothing failed. */
  readonly canceled: string;
  readonly failedMore: string;
  readonly failedTimeout: string;
  readonly failedAttempts: string;
  readonly failedCanceled: string;
  readonly tryAgain: string;
  readonly unreachable: string;
  readonly notFound: string;
};

export const texts: Readonly<Record<Language, Texts>> = {
  en: {
    tagline: 'Good tools for slow coffee',
    intro: 'Four things we would not want to be without, made by people we know.',
    buy: 'Buy',
    look: 'Have a look',
    secure: 'You pay on a secure page of our payment gateway. We never see your card.',
    orders: 'Your orders',
    noOrders: 'You have not ordered anything yet.',
    order: 'Order',
    backToShop: 'Back to the shop',
    language: 'Language',
    skip: 'Skip to content',
    paid: 'Your order is paid. Thank you!',
    paidMore: 'We are packing your order and will send it tomorrow.',
    waiting: 'One moment, waiting for confirmation',
    waitingMore: 'Your payment went through and we are waiting for the last word on it. This page follows by itself.',
    waitingLong: 'This takes longer than usual. You need not pay again; come back to this page later.',
    open: 'Your order is open',
    openMore: 'It is kept for you. Go on to the payment whenever you like.',
    pay: 'Go to payment',
    failed: 'The payment failed',
    canceled: 'Payment canceled',
    failedMore: 'Nothing was charged. Your order is kept, so you can try again.',
    failedTimeout: 'The time for paying ran out and nothing was charged.',
    failedAttempts: 'The card was declined several times and nothing was charged. Try another card.',
    failedCanceled: 'You left the payment page and nothing was charged.',
    tryAgain: 'Try again',
    unreachable: 'The payment page can’t be reached at the moment. Nothing was charged; please try again in a minute.',
    notFound: 'There is nothing here.',
  },
  de: {
    tagline: 'Gutes Werkzeug für langsamen Kaffee',
    intro: 'Vier Dinge, auf die wir nicht verzichten möchten, von Leuten, die wir kennen.',
    buy: 'Kaufen',
    look: 'Ansehen',
    secure: 'Sie bezahlen auf einer sicheren Seite unseres Zahlungsanbieters. Ihre Karte sehen wir nie.',
    orders: 'Ihre Bestellungen',
    noOrders: 'Sie haben noch nichts bestellt.',
    order: 'Bestellung',
    backToShop: 'Zurück zum Laden',
    language: 'Sprache',
    skip: 'Zum Inhalt',
    paid: 'Bezahlt. Vielen Dank!',
    paidMore: 'Wir packen Ihre Bestellung und verschicken sie morgen.',
    waiting: 'Ihre Zahlung wird bestätigt',
    waitingMore:
      'Die Zahlung ist durchgegangen, wir warten noch auf die Bestätigung. Diese Seite aktualisiert sich von selbst.',
    waitingLong:
      'Das dauert länger als sonst. Sie müssen nicht noch einmal bezahlen; schauen Sie später wieder auf diese Seite.',
    open: 'Noch nicht bezahlt',
    openMore: 'Ihre Bestellung ist gespeichert. Sie können jederzeit zur Zahlung weitergehen.',
    pay: 'Zur Zahlung',
    failed: 'Nicht bezahlt',
    canceled: 'Zahlung abgebrochen',
    failedMore: 'Die Zahlung hat nicht geklappt, es wurde nichts abgebucht.',
    failedTimeout: 'Die Zeit zum Bezahlen ist abgelaufen, es wurde nichts abgebucht.',
    failedAttempts:
      'Die Karte wurde mehrmals abgelehnt, es wurde nichts abgebucht. Versuchen Sie es mit einer anderen Karte.',
    failedCanceled: 'Sie haben die Zahlungsseite verlassen, es wurde nichts abgebucht.',
    tryAgain: 'Noch einmal versuchen',
    unreachable:
      'Die Zahlungsseite ist gerade nicht erreichbar. Es wurde nichts abgebucht; bitte versuchen Sie es gleich ' +
      'noch einmal.',
    notFound: 'Hier ist nichts.',
  },
  fr: {
    tagline: 'De bons outils pour un café sans hâte',
    intro: 'Quatre objets dont nous ne voudrions pas nous passer, faits par des gens que nous connaissons.',
    buy: 'Acheter',
    look: 'Voir l’article',
    secure: 'Vous payez sur une page sécurisée de notre prestataire de paiement. Nous ne voyons jamais votre carte.',
    orders: 'Vos commandes',
    noOrders: 'Vous n’avez encore rien commandé.',
    order: 'Commande',
    backToShop: 'Retour à la boutique',
    language: 'Langue',
    skip: 'Aller au contenu',
    paid: 'Payé. Merci !',
    paidMore: 'Nous préparons votre commande et l’expédierons demain.',
    waiting: 'Confirmation de votre paiement',
    waitingMore:
      'Votre paiement est passé, nous attendons la dernière confirmation. Cette page se met à jour toute seule.',
    waitingLong: 'C’est plus long que d’habitude. Inutile de payer à nouveau ; revenez plus tard sur cette page.',
    open: 'Pas encore payé',
    openMore: 'Votre commande est gardée. Vous pouvez passer au paiement quand vous voulez.',
    pay: 'Passer au paiement',
    failed: 'Non payé',
    canceled: 'Paiement annulé',
    failedMore: 'Le paiement n’a pas abouti et rien n’a été débité.',
    failedTimeout: 'Le délai de paiement est écoulé et rien n’a été débité.',
    failedAttempts: 'La carte a été refusée plusieurs fois et rien n’a été débité. Essayez une autre carte.',
    failedCanceled: 'Vous avez quitté la page de paiement et rien n’a été débité.',
    tryAgain: 'Réessayer',
    unreachable: 'La page de paiement est injoignable pour le moment. Rien n’a été débité ; réessayez dans une minute.',
    notFound: 'Il n’y a rien ici.',
  },
  es: {
    tagline: 'Buenas herramientas para un café sin prisas',
    intro: 'Cuatro cosas de las que no querríamos prescindir, hechas por gente que conocemos.',
    buy: 'Comprar',
    look: 'Ver el artículo',
    secure: 'Usted paga en una página segura de nuestra pasarela de pago. Nunca vemos su tarjeta.',
    orders: 'Sus pedidos',
    noOrders: 'Todavía no ha pedido nada.',
    order: 'Pedido',
    backToShop: 'Volver a la tienda',
    language: 'Idioma',
    skip: 'Ir al contenido',
    paid: 'Pagado. ¡Gracias!',
    paidMore: 'Estamos preparando su pedido y lo enviaremos mañana.',
    waiting: 'Confirmando su pago',
    waitingMore: 'Su pago se ha realizado y esperamos la última confirmación. Esta página se actualiza sola.',
    waitingLong: 'Está tardando más de lo normal. No hace falta que pague otra vez; vuelva a esta página más tarde.',
    open: 'Pendiente de pago',
    openMore: 'Su pedido está guardado. Puede continuar con el pago cuando quiera.',
    pay: 'Ir al pago',
    failed: 'No pagado',
    canceled: 'Pago cancelado',
    failedMore: 'El pago no se ha realizado y no se ha cobrado nada.',
    failedTimeout: 'Se acabó el tiempo para pagar y no se ha cobrado nada.',
    failedAttempts: 'La tarjeta fue rechazada varias veces y no se ha cobrado nada. Pruebe con otra tarjeta.',
    failedCanceled: 'Salió de la página de pago y no se ha cobrado nada.',
    tryAgain: 'Intentar de nuevo',
    unreachable:
      'La página de pago no está disponible en este momento. No se ha cobrado nada; inténtelo de nuevo en un minuto.',
    notFound: 'Aquí no hay nada.',
  },
  el: {
    tagline: 'Καλά εργαλεία για καφέ χωρίς βιασύνη',
    intro: 'Τέσσερα πράγματα που δεν θα θέλαμε να μας λείψουν, από ανθρώπους που γνωρίζουμε.',
    buy: 'Αγορά',
    look: 'Δείτε το',
    secure: 'Πληρώνετε σε ασφαλή σελίδα του παρόχου πληρωμών μας. Δεν βλέπουμε ποτέ την κάρτα σας.',
    orders: 'Οι παραγγελίες σας',
    noOrders: 'Δεν έχετε παραγγείλει τίποτα ακόμη.',
    order: 'Παραγγελία',
    backToShop: 'Πίσω στο κατάστημα',
    language: 'Γλώσσα',
    skip: 'Μετάβαση στο περιεχόμενο',
    paid: 'Πληρώθηκε. Ευχαριστούμε!',
    paidMore: 'Ετοιμάζουμε την παραγγελία σας και θα τη στείλουμε αύριο.',
    waiting: 'Επιβεβαίωση της πληρωμής σας',
    waitingMore: 'Η πληρωμή σας έγινε και περιμένουμε την τελική επιβεβαίωση. Η σελίδα ενημερώνεται μόνη της.',
    waitingLong:
      'Αργεί περισσότερο από το συνηθισμένο. Δεν χρειάζεται να πληρώσετε ξανά· επιστρέψτε αργότερα σε αυτή τη σελίδα.',
    open: 'Δεν έχει πληρωθεί ακόμη',
    openMore: 'Η παραγγελία σας έχει αποθηκευτεί. Μπορείτε να συνεχίσετε στην πληρωμή όποτε θέλετε.',
    pay: 'Προς την πληρωμή',
    failed: 'Δεν πληρώθηκε',
    canceled: 'Η πληρωμή ακυρώθηκε',
    failedMore: 'Η πληρωμή δεν ολοκληρώθηκε και δεν χρεωθήκατε.',
    failedTimeout: 'Ο χρόνος για την πληρωμή έληξε και δεν χρεωθήκατε.',
    failedAttempts: 'Η κάρτα απορρίφθηκε αρκετές φορές και δεν χρεωθήκατε. Δοκιμάστε άλλη κάρτα.',
    failedCanceled: 'Φύγατε από τη σελίδα πληρωμής και δεν χρεωθήκατε.',
    tryAgain: 'Δοκιμάστε ξανά',
    unreachable: 'Η σελίδα πληρωμής δεν είναι διαθέσιμη αυτή τη στιγμή. Δεν χρεωθήκατε· δοκιμάστε ξανά σε ένα λεπτό.',
    notFound: 'Δεν υπάρχει τίποτα εδώ.',
  },
  ar: {
    tagline: 'أدوات جيدة لقهوة على مهل',
    intro: 'أربعة أشياء لا نودّ الاستغناء عنها، صنعها أناس نعرفهم.',
    buy: 'شراء',
    look: 'عرض المنتج',
    secure: 'تدفع في صفحة آمنة لدى بوابة الدفع. لا نرى بطاقتك أبدًا.',
    orders: 'طلباتك',
    noOrders: 'لم تطلب شيئًا بعد.',
    order: 'طلب',
    backToShop: 'العودة إلى المتجر',
    language: 'اللغة',
    skip: 'انتقل إلى المحتوى',
    paid: 'تم الدفع. شكرًا لك!',
    paidMore: 'نجهّز طلبك وسنرسله غدًا.',
    waiting: 'جارٍ تأكيد الدفع',
    waitingMore: 'تمت عملية الدفع وننتظر التأكيد الأخير. تتحدّث هذه الصفحة من تلقاء نفسها.',
    waitingLong: 'يستغرق الأمر أكثر من المعتاد. لا حاجة إلى الدفع مرة أخرى؛ عُد إلى هذه الصفحة لاحقًا.',
    open: 'لم يُدفع بعد',
    openMore: 'طلبك محفوظ. يمكنك المتابعة إلى الدفع متى شئت.',
    pay: 'إلى الدفع',
    failed: 'لم يتم الدفع',
    canceled: 'أُلغيت عملية الدفع',
    failedMore: 'لم تتم عملية الدفع ولم يُخصم أي مبلغ.',
    failedTimeout: 'انتهى وقت الدفع ولم يُخصم أي مبلغ.',
    failedAttempts: 'رُفضت البطاقة عدة مرات ولم يُخصم أي مبلغ. جرّب بطاقة أخرى.',
    failedCanceled: 'غادرت صفحة الدفع ولم يُخصم أي مبلغ.',
    tryAgain: 'حاول مرة أخرى',
    unreachable: 'لا يمكن الوصول إلى صفحة الدفع حاليًا. لم يُخصم أي مبلغ؛ حاول مرة أخرى بعد دقيقة.',
    notFound: 'لا يوجد شيء هنا.',
  },
};
