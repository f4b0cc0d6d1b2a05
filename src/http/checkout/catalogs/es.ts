import type { Catalog } from './catalog.ts';

export const es: Catalog = {
  language: 'es',
  dir: 'ltr',
  form: {
    title: (merchant) => `Pago a ${merchant}`,
    amount: 'Importe a pagar',
    amountOnly: 'Importe',
    reference: 'Referencia',
    description: 'Descripción',
    timeLeft: 'Tiempo restante',
    almostUp: 'Quedan menos de dos minutos para pagar.',
    pan: 'Número de tarjeta',
    expiry: 'Fecha de caducidad',
    expiryHint: 'MM/AA',
    cvc: 'Código CVC',
    cvcHint: '3 cifras en el reverso',
    cvcHintAmex: '4 cifras en el anverso',
    cvcWrong: 'Este código no corresponde a su tarjeta. Introdúzcalo de nuevo.',
    cardholderName: 'Nombre en la tarjeta',
    pay: (amount) => `Pagar ${amount}`,
    paying: 'Pagando…',
    cancel: (merchant) => `Cancelar y volver a ${merchant}`,
    cancelOff: 'Su pago está en curso y ahora no se puede cancelar.',
    back: (merchant) => `Volver a ${merchant}`,
    takenBack: (merchant) => `Le llevamos de vuelta a ${merchant}…`,
    reload: 'Recargar la página',
    reserved: (merchant) => `Su banco reserva el importe ahora. ${merchant} lo cobrará más adelante.`,
    privacy: (merchant) => `${merchant} nunca ve los datos de su tarjeta.`,
    declined: 'El pago fue rechazado. No se ha cobrado nada.',
    attemptsLeft: (attempts) => `Intentos restantes: ${attempts}`,
    sandbox: 'Modo de prueba: no se mueve dinero.',
    sandboxHint: 'Pruebe esta tarjeta con una fecha futura y el CVC 123:',
    sandboxCards: 'Todas las tarjetas de prueba',
  },
  saved: {
    payWith: 'Pagar con',
    card: (brand, last4) => `${brand} terminada en ${last4}`,
    cardOfNoBrand: 'Tarjeta',
    expires: (date) => `Caduca: ${date}`,
    anotherCard: 'Otra tarjeta',
    remove: 'Eliminar',
    removeAsks: 'Para eliminar esta tarjeta, introduzca su código CVC.',
    keep: 'Conservar',
    save: (merchant) => `Guardar esta tarjeta para próximos pagos a ${merchant}`,
    saveHint: (merchant) =>
      `${merchant} podrá hacer en ella los cargos que usted acepte. Puede eliminarla en cualquier momento: aquí al pagar, o a través de ${merchant}.`,
  },
  bank: {
    title: 'Confirme con su banco',
    continueToBank: 'Continuar a su banco',
    continueHere: 'Continuar aquí',
    elsewhere: 'Si la página de su banco ya está abierta en otra pestaña, termine allí.',
    useAnotherCard: 'Usar otra tarjeta',
    cancelPayment: 'Cancelar el pago',
    oneMoment: 'Un momento…',
    backToPayment: 'Volver al pago',
    waiting: 'Esperando a su banco…',
    slow: {
      title: 'Su banco está tardando más de lo normal',
      text: 'Puede seguir esperando o elegir una de estas opciones. No se ha cobrado nada.',
    },
    failed: {
      title: 'La página de su banco no se abre aquí',
      text: 'No se ha cobrado nada. Puede continuar de una de estas formas.',
    },
    tryAgain: 'Intentarlo de nuevo',
    wholeWindow: 'Abrir la página del banco en esta ventana',
    trouble: '¿Algo no va bien en la página de su banco?',
    stop: {
      title: '¿Quiere interrumpir la comprobación de su banco?',
      text: 'No se ha cobrado nada. Si la interrumpe ahora, la próxima vez tendrá que empezar desde el principio.',
      goOn: 'Seguir con el banco',
    },
    returned:
      'Ha vuelto de su banco, pero ahora no podemos acceder a su pago. Deje esta página abierta: lo intentaremos de nuevo enseguida. No se le puede cobrar dos veces.',
    begin: {
      title: 'Puede que su banco quiera confirmar que es usted',
      text: (merchant) =>
        `${merchant} ha solicitado este pago. Antes de aceptarlo, su banco lo revisa y puede pedirle un código o una confirmación en su aplicación.`,
      go: 'Continuar',
    },
    finish: {
      title: 'Su banco ha confirmado que es usted',
      text: (merchant) => `Falta un paso para completar el pago a ${merchant}.`,
      go: 'Terminar el pago',
    },
  },
  mistakes: {
    pan: {
      required: 'Escriba el número que figura en su tarjeta.',
      invalid: 'Este número de tarjeta no es correcto. Revise cada cifra.',
    },
    expiry: {
      required: 'Escriba el mes y el año que figuran en su tarjeta.',
      invalid: 'Escriba el mes y el año con dos cifras, por ejemplo 08/29.',
      past: 'Esta tarjeta ha caducado. Revise la fecha o use otra tarjeta.',
      tooFar: 'Este año es demasiado lejano. Revise la fecha de su tarjeta.',
    },
    cvc: {
      required: 'Escriba el código de seguridad de su tarjeta.',
      invalid3: 'Escriba las 3 cifras del reverso de su tarjeta.',
      invalid4: 'Escriba las 4 cifras del anverso de su tarjeta.',
    },
    cardholderName: {
      required: 'Escriba el nombre tal como figura en la tarjeta.',
      invalid: 'Escriba un nombre de 2 a 64 caracteres.',
      containsPan: 'Esto parece un número de tarjeta. Escriba aquí el nombre que figura en ella.',
    },
  },
  declines: {
    insufficientFunds: 'No hay saldo suficiente en esta tarjeta. Use otra tarjeta, o añada saldo e inténtelo de nuevo.',
    expiredCard: 'Según su banco, la tarjeta ha caducado. Revise la fecha de caducidad o use su tarjeta nueva.',
    incorrectCvc: 'El código CVC no coincide con la tarjeta. Revíselo y escríbalo de nuevo.',
    incorrectNumber: 'Su banco no reconoce este número de tarjeta. Revise cada cifra o use otra tarjeta.',
    doNotHonor:
      'Su banco lo ha rechazado sin indicar el motivo. Use otra tarjeta o pida a su banco que autorice el pago.',
    limitExceeded:
      'El importe supera el límite de esta tarjeta. Suba el límite en la aplicación de su banco o use otra tarjeta.',
    restrictedCard: 'Esta tarjeta no se puede usar para este tipo de pago. Use otra tarjeta.',
    notPermitted:
      'Esta tarjeta no está habilitada para pagos por internet. Habilítela en la aplicación de su banco o use otra tarjeta.',
    suspectedFraud: 'Su banco ha detenido el pago por precaución. Confírmelo con su banco o use otra tarjeta.',
    authenticationRequired:
      'Su banco le pide que confirme el pago. Inténtelo de nuevo y siga sus indicaciones, o use otra tarjeta.',
    authenticationFailed:
      'Su banco no pudo confirmar que es usted. Inténtelo de nuevo con el teléfono a mano o use otra tarjeta.',
    issuerUnavailable: 'Su banco no responde en este momento. Inténtelo de nuevo en unos minutos o use otra tarjeta.',
    invalidAmount: 'Su banco no acepta este importe. Use otra tarjeta o consulte a la tienda.',
    acquirerError:
      'La red de tarjetas tiene un problema técnico. Inténtelo de nuevo en unos minutos o use otra tarjeta.',
    velocityExceeded:
      'Últimamente han fallado demasiados pagos, así que este se ha detenido por precaución. No se ha consultado a su banco. Vuelva a intentarlo dentro de unas horas o pregunte a la tienda por otra forma de pago.',
  },
  notices: {
    notSent: {
      title: 'No se pudo contactar con el banco.',
      text: 'No se ha cobrado nada. Inténtelo de nuevo en un momento.',
    },
    stale: {
      title: 'Esta página ya no estaba actualizada.',
      text: 'No se ha enviado nada a su banco. Escriba de nuevo los datos de su tarjeta.',
    },
    cardRemoved: {
      title: 'La tarjeta se ha eliminado.',
      text: 'Ya no está guardada y no se le puede cargar ningún pago.',
    },
    abandoned: {
      title: 'Ha interrumpido la comprobación de su banco.',
      text: 'No se ha cobrado nada. Inténtelo de nuevo o use otra tarjeta.',
    },
    confirmed: {
      title: 'Su banco ha confirmado que es usted.',
      text: 'Escriba de nuevo los datos de la misma tarjeta para terminar.',
    },
    connectionLost: {
      title: 'Se perdió la conexión.',
      text: 'No se ha cobrado nada. Revise su conexión a internet e inténtelo de nuevo.',
    },
    checking: { title: 'Se perdió la conexión.', text: 'Estamos comprobando qué ha pasado con su pago…' },
    offline: {
      title: 'Aún no hay conexión.',
      text: 'Revise su conexión a internet e inténtelo de nuevo. No se le puede cobrar dos veces.',
    },
  },
  pages: {
    processing: {
      title: 'Su pago se está procesando',
      text: (merchant) =>
        `Esperamos la respuesta de su banco. Esta página se actualiza sola; por favor, no pague otra vez. ${merchant} sabrá el resultado aunque cierre la página.`,
    },
    challenging: {
      title: 'Su banco quiere confirmar que es usted',
      text: () => 'Puede pedirle un código o una confirmación en su aplicación. No se cobra nada hasta entonces.',
    },
    paid: { title: 'Pago completado', text: (merchant) => `Ha pagado a ${merchant}.` },
    authorized: { title: 'Pago confirmado', text: (merchant) => `Su banco ha reservado el importe para ${merchant}.` },
    timeout: {
      title: 'El plazo para pagar ha terminado',
      text: (merchant) => `No se ha cobrado nada. Vuelva a ${merchant} para empezar de nuevo.`,
    },
    canceled: {
      title: 'Ha cancelado el pago',
      text: (merchant) => `No se ha cobrado nada. Vuelva a ${merchant} si desea empezar de nuevo.`,
    },
    endedByMerchant: {
      title: 'Este pago se ha cerrado',
      text: (merchant) => `${merchant} lo ha cerrado. No se ha cobrado nada. Vuelva a la tienda para empezar de nuevo.`,
    },
    exhausted: {
      title: 'El pago fue rechazado demasiadas veces',
      text: (merchant) => `No se ha cobrado nada. Vuelva a ${merchant} para pagar de otra forma.`,
    },
    unknown: {
      title: 'No encontramos este pago',
      text: () => 'Puede que la dirección esté incompleta. Vuelva a la tienda y empiece el pago de nuevo.',
    },
    error: {
      title: 'Algo ha fallado por nuestra parte',
      text: () =>
        'Recargue la página en un momento. Si acaba de pagar, verá qué ha pasado: no se le puede cobrar dos veces.',
    },
    away: {
      title: 'Un momento, por favor',
      text: () =>
        'Ahora mismo no podemos consultar su pago. Esta página vuelve a intentarlo sola. No se le puede cobrar dos veces.',
    },
    crossSite: {
      title: 'Esta solicitud se ha bloqueado',
      text: () => 'Venía de otro sitio web. No se ha cobrado nada. Vuelva a la tienda y abra el pago desde allí.',
    },
  },
};
