import type { Catalog } from './catalog.ts';

export const fr: Catalog = {
  language: 'fr',
  dir: 'ltr',
  form: {
    title: (merchant) => `Paiement à ${merchant}`,
    amount: 'Montant à payer',
    amountOnly: 'Montant',
    reference: 'Référence',
    description: 'Description',
    timeLeft: 'Temps restant',
    almostUp: 'Il reste moins de deux minutes pour payer.',
    pan: 'Numéro de carte',
    expiry: 'Date d’expiration',
    expiryHint: 'MM/AA',
    cvc: 'Cryptogramme (CVC)',
    cvcHint: '3 chiffres au dos',
    cvcHintAmex: '4 chiffres au recto',
    cvcWrong: 'Ce code ne correspond pas à votre carte. Saisissez-le à nouveau.',
    cardholderName: 'Nom sur la carte',
    pay: (amount) => `Payer ${amount}`,
    paying: 'Paiement en cours…',
    cancel: (merchant) => `Annuler et revenir à ${merchant}`,
    cancelOff: 'Votre paiement est en cours et ne peut plus être annulé pour l’instant.',
    back: (merchant) => `Revenir à ${merchant}`,
    takenBack: (merchant) => `Nous vous redirigeons vers ${merchant}…`,
    reload: 'Recharger la page',
    reserved: (merchant) => `Votre banque réserve le montant maintenant. ${merchant} le débitera plus tard.`,
    privacy: (merchant) => `${merchant} ne voit jamais les données de votre carte.`,
    declined: 'Le paiement a été refusé. Rien n’a été débité.',
    attemptsLeft: (attempts) => `Essais restants : ${attempts}`,
    sandbox: 'Mode test : aucun argent ne circule.',
    sandboxHint: 'Essayez cette carte avec une date à venir et le CVC 123 :',
    sandboxCards: 'Toutes les cartes de test',
  },
  saved: {
    payWith: 'Payer avec',
    card: (brand, last4) => `${brand} se terminant par ${last4}`,
    cardOfNoBrand: 'Carte',
    expires: (date) => `Expire : ${date}`,
    anotherCard: 'Une autre carte',
    remove: 'Supprimer',
    removeAsks: 'Pour supprimer cette carte, saisissez son cryptogramme.',
    keep: 'Conserver',
    save: (merchant) => `Enregistrer cette carte pour mes prochains paiements à ${merchant}`,
    saveHint: (merchant) =>
      `${merchant} pourra la débiter pour les paiements que vous acceptez. Vous pouvez la supprimer à tout moment : ici lors d’un paiement, ou auprès de ${merchant}.`,
  },
  bank: {
    title: 'Confirmez auprès de votre banque',
    continueToBank: 'Continuer vers votre banque',
    continueHere: 'Continuer ici',
    elsewhere:
      'Si la page de votre banque est déjà ouverte dans un autre onglet, terminez la vérification dans celui-ci.',
    useAnotherCard: 'Utiliser une autre carte',
    cancelPayment: 'Annuler le paiement',
    oneMoment: 'Un instant…',
    backToPayment: 'Revenir au paiement',
    waiting: 'En attente de votre banque…',
    slow: {
      title: 'Votre banque met plus de temps que d’habitude',
      text: 'Vous pouvez patienter ou choisir l’une de ces solutions. Rien n’a été débité.',
    },
    failed: {
      title: 'La page de votre banque ne s’ouvre pas ici',
      text: 'Rien n’a été débité. Vous pouvez continuer de l’une de ces façons.',
    },
    tryAgain: 'Réessayer',
    wholeWindow: 'Ouvrir la page de la banque dans cette fenêtre',
    trouble: 'Un problème avec la page de votre banque ?',
    stop: {
      title: 'Interrompre la vérification par votre banque ?',
      text: 'Rien n’a été débité. Si vous l’interrompez, il faudra tout reprendre au début la prochaine fois.',
      goOn: 'Continuer avec la banque',
    },
    returned:
      'Vous êtes de retour de votre banque, mais nous n’arrivons pas à accéder à votre paiement pour le moment. Laissez cette page ouverte : nous réessayons dans un instant. Vous ne pouvez pas être débité deux fois.',
    begin: {
      title: 'Votre banque voudra peut-être s’assurer que c’est bien vous',
      text: (merchant) =>
        `${merchant} a demandé ce paiement. Avant de l’accepter, votre banque l’examine et peut vous demander un code ou une validation dans son application.`,
      go: 'Continuer',
    },
    finish: {
      title: 'Votre banque a confirmé que c’est bien vous',
      text: (merchant) => `Encore une étape, et votre paiement à ${merchant} sera terminé.`,
      go: 'Terminer le paiement',
    },
  },
  mistakes: {
    pan: {
      required: 'Saisissez le numéro inscrit au recto de votre carte.',
      invalid: 'Ce numéro de carte n’est pas correct. Vérifiez chaque chiffre.',
    },
    expiry: {
      required: 'Saisissez le mois et l’année inscrits sur votre carte.',
      invalid: 'Saisissez le mois et l’année sur deux chiffres, par exemple 08/29.',
      past: 'Cette carte a expiré. Vérifiez la date ou utilisez une autre carte.',
      tooFar: 'Cette année est trop éloignée. Vérifiez la date sur votre carte.',
    },
    cvc: {
      required: 'Saisissez le cryptogramme de votre carte.',
      invalid3: 'Saisissez les 3 chiffres au dos de votre carte.',
      invalid4: 'Saisissez les 4 chiffres au recto de votre carte.',
    },
    cardholderName: {
      required: 'Saisissez le nom tel qu’il figure sur votre carte.',
      invalid: 'Saisissez un nom de 2 à 64 caractères.',
      containsPan: 'Cela ressemble à un numéro de carte. Saisissez ici le nom inscrit sur la carte.',
    },
  },
  declines: {
    insufficientFunds:
      'Il n’y a pas assez d’argent sur cette carte. Utilisez une autre carte, ou approvisionnez-la et réessayez.',
    expiredCard:
      'Selon votre banque, la carte a expiré. Vérifiez la date d’expiration ou utilisez votre nouvelle carte.',
    incorrectCvc: 'Le cryptogramme (CVC) ne correspond pas à la carte. Vérifiez-le et saisissez-le de nouveau.',
    incorrectNumber:
      'Votre banque ne connaît pas ce numéro de carte. Vérifiez chaque chiffre ou utilisez une autre carte.',
    doNotHonor:
      'Votre banque a refusé sans donner de raison. Utilisez une autre carte ou demandez à votre banque d’autoriser le paiement.',
    limitExceeded:
      'Le montant dépasse le plafond de cette carte. Relevez le plafond dans l’application de votre banque ou utilisez une autre carte.',
    restrictedCard: 'Cette carte n’est pas acceptée pour ce type de paiement. Utilisez une autre carte.',
    notPermitted:
      'Cette carte n’est pas activée pour les paiements en ligne. Activez-la dans l’application de votre banque ou utilisez une autre carte.',
    suspectedFraud:
      'Votre banque a bloqué le paiement par précaution. Confirmez-le auprès d’elle ou utilisez une autre carte.',
    authenticationRequired:
      'Votre banque vous demande de confirmer le paiement. Réessayez en suivant ses instructions ou utilisez une autre carte.',
    authenticationFailed:
      'Votre banque n’a pas pu confirmer votre identité. Réessayez avec votre téléphone à portée de main ou utilisez une autre carte.',
    issuerUnavailable:
      'Votre banque ne répond pas pour le moment. Réessayez dans quelques minutes ou utilisez une autre carte.',
    invalidAmount: 'Votre banque n’accepte pas ce montant. Utilisez une autre carte ou contactez la boutique.',
    acquirerError:
      'Le réseau de cartes rencontre un problème technique. Réessayez dans quelques minutes ou utilisez une autre carte.',
    velocityExceeded:
      'Trop de paiements ont échoué récemment : celui-ci a été arrêté par précaution, sans que votre banque soit sollicitée. Réessayez dans quelques heures ou demandez à la boutique un autre moyen de paiement.',
  },
  notices: {
    notSent: {
      title: 'La banque n’a pas pu être jointe.',
      text: 'Rien n’a été débité. Veuillez réessayer dans un instant.',
    },
    stale: {
      title: 'Cette page n’était plus à jour.',
      text: 'Rien n’a été envoyé à votre banque. Veuillez saisir de nouveau votre carte.',
    },
    cardRemoved: {
      title: 'La carte a été supprimée.',
      text: 'Elle n’est plus enregistrée et ne peut plus être débitée.',
    },
    abandoned: {
      title: 'Vous avez interrompu la vérification de votre banque.',
      text: 'Rien n’a été débité. Réessayez ou utilisez une autre carte.',
    },
    confirmed: {
      title: 'Votre banque a confirmé que c’est bien vous.',
      text: 'Saisissez de nouveau la même carte pour terminer.',
    },
    connectionLost: {
      title: 'La connexion a été interrompue.',
      text: 'Rien n’a été débité. Vérifiez votre connexion Internet et réessayez.',
    },
    checking: { title: 'La connexion a été interrompue.', text: 'Nous vérifions où en est votre paiement…' },
    offline: {
      title: 'La connexion n’est toujours pas rétablie.',
      text: 'Vérifiez votre connexion Internet et réessayez. Vous ne pouvez pas être débité deux fois.',
    },
  },
  pages: {
    processing: {
      title: 'Votre paiement est en cours',
      text: (merchant) =>
        `Nous attendons la réponse de votre banque. Cette page s’actualise automatiquement : ne payez pas une seconde fois. ${merchant} recevra le résultat même si vous fermez la page.`,
    },
    challenging: {
      title: 'Votre banque veut s’assurer que c’est bien vous',
      text: () =>
        'Elle peut vous demander un code ou une validation dans son application. Rien n’est débité avant cela.',
    },
    paid: { title: 'Paiement effectué', text: (merchant) => `Votre paiement à ${merchant} est terminé.` },
    authorized: {
      title: 'Paiement confirmé',
      text: (merchant) => `Votre banque a réservé le montant pour ${merchant}.`,
    },
    timeout: {
      title: 'Le délai de paiement est écoulé',
      text: (merchant) => `Rien n’a été débité. Revenez à ${merchant} pour recommencer.`,
    },
    canceled: {
      title: 'Vous avez annulé le paiement',
      text: (merchant) => `Rien n’a été débité. Revenez à ${merchant} si vous souhaitez recommencer.`,
    },
    endedByMerchant: {
      title: 'Ce paiement a été clos',
      text: (merchant) => `${merchant} l’a clos. Rien n’a été débité. Revenez à la boutique pour recommencer.`,
    },
    exhausted: {
      title: 'Le paiement a été refusé trop de fois',
      text: (merchant) => `Rien n’a été débité. Revenez à ${merchant} pour payer autrement.`,
    },
    unknown: {
      title: 'Ce paiement est introuvable',
      text: () => 'L’adresse est peut-être incomplète. Revenez à la boutique et recommencez le paiement.',
    },
    error: {
      title: 'Un problème est survenu de notre côté',
      text: () =>
        'Rechargez la page dans un instant. Si vous venez de payer, elle montrera ce qui s’est passé : vous ne pouvez pas être débité deux fois.',
    },
    away: {
      title: 'Un instant, s’il vous plaît',
      text: () =>
        'Votre paiement est momentanément inaccessible. Cette page réessaie automatiquement. Vous ne pouvez pas être débité deux fois.',
    },
    crossSite: {
      title: 'Cette demande a été bloquée',
      text: () =>
        'Elle venait d’un autre site. Rien n’a été débité. Revenez à la boutique et ouvrez le paiement depuis celle-ci.',
    },
  },
};
