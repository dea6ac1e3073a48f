"""The words by which pages that are not the document give themselves away, in six languages.

All phrases are compared in folded form (:func:`crawler.extract.normalise.fold_words`), so case,
quotes and punctuation do not matter here.
"""

from __future__ import annotations

from crawler.extract.normalise import fold_words


def _folded(*phrases: str) -> tuple[str, ...]:
    return tuple(f" {fold_words(phrase)} " for phrase in phrases)


# Bot checks, by title or short text (the usual vendors, and their translations).
CHALLENGE = _folded(
    "just a moment", "attention required", "verify you are human", "verifying you are human",
    "checking your browser", "checking if the site connection is secure", "are you a robot",
    "i'm not a robot", "not a robot", "pardon our interruption", "security check", "captcha",
    "ddos protection by", "request unsuccessful", "incapsula incident", "access denied",
    "you have been blocked", "unusual traffic", "unusual activity", "bot detection",
    "one more step", "please wait while we verify", "human verification", "access to this page has been denied",
    "please enable cookies", "performing security verification", "sorry you have been blocked",
    "un instant", "vérifiez que vous êtes humain", "vérification de sécurité", "accès refusé",
    "vérification que vous êtes humain", "vous n'êtes pas un robot", "trafic inhabituel",
    "einen moment", "nur einen moment", "sicherheitsüberprüfung", "zugriff verweigert", "kein roboter",
    "bestätigen sie dass sie ein mensch sind", "überprüfen sie dass sie ein mensch sind", "ungewöhnlicher datenverkehr",
    "un momento", "verifique que es humano", "verifica que eres humano", "comprobación de seguridad",
    "verificación de seguridad", "acceso denegado", "no soy un robot", "tráfico inusual", "no eres un robot",
    "لحظة من فضلك", "لحظة واحدة", "تحقق من أنك إنسان", "التحقق من أنك إنسان", "أثبت أنك إنسان", "لست روبوت",
    "لست روبوتا", "فحص الأمان", "التحقق الأمني", "تم رفض الوصول", "الوصول مرفوض", "التحقق من المتصفح",
    "حركة مرور غير عادية", "جار التحقق", "أنك لست روبوتا",
    "רק רגע", "רגע אחד", "אמת שאתה אנושי", "אימות שאתה אנושי", "ודא שאתה אנושי", "אני לא רובוט", "אינך רובוט",
    "בדיקת אבטחה", "הגישה נדחתה", "בודק את הדפדפן", "תעבורה חריגה", "אימות אבטחה",
)  # fmt: skip

# Marks in the source of challenge pages; normal pages of the same vendors carry some, too, so
# they count on pages with next to no text only.
CHALLENGE_MARKS = (
    "cf-chl-", "_cf_chl_opt", "cf_chl_", "challenge-platform", "px-captcha", "captcha-delivery.com",
    "_incapsula_resource", "distil_r_captcha", "ddos-guard", "sec-if-cpt-container", "gokuprops",
    "awswafintegration", "kpsdk", "sucuri_cloudproxy", "h-captcha", "g-recaptcha", "cf-turnstile",
    "human-challenge", "akamai-challenge", "bobcmn", "arkoselabs",
)  # fmt: skip

SOFT_404 = _folded(
    "404", "page not found", "not found", "page can't be found", "page cannot be found",
    "page could not be found", "page doesn't exist", "page does not exist", "page you are looking for",
    "page you requested", "no longer available", "page isn't available", "content unavailable", "page is missing",
    "page introuvable", "page non trouvée", "page n'existe pas", "n'existe plus", "page demandée", "page que vous cherchez",
    "page que vous recherchez", "introuvable",
    "seite nicht gefunden", "nicht gefunden", "seite existiert nicht", "existiert nicht mehr", "seite wurde nicht gefunden",
    "konnte nicht gefunden werden", "gesuchte seite", "angeforderte seite",
    "página no encontrada", "no se encuentra", "no se ha encontrado", "página no existe", "no encontrada",
    "página que buscas", "página que busca", "página solicitada",
    "الصفحة غير موجودة", "لم يتم العثور", "غير موجودة", "الصفحة التي تبحث عنها", "الصفحة المطلوبة", "تعذر العثور",
    "لا يمكن العثور",
    "הדף לא נמצא", "העמוד לא נמצא", "לא נמצא", "הדף שחיפשת", "העמוד שחיפשת", "הדף המבוקש", "העמוד המבוקש", "אינו קיים",
)  # fmt: skip

ERROR_PAGE = _folded(
    "something went wrong", "something's gone wrong", "an error occurred", "an error has occurred",
    "internal server error", "service unavailable", "temporarily unavailable", "bad gateway", "gateway timeout",
    "under maintenance", "scheduled maintenance", "down for maintenance", "we'll be back soon", "try again later",
    "taking a while to connect", "application error", "too many requests", "rate limit exceeded",
    "une erreur est survenue", "une erreur s'est produite", "temporairement indisponible", "en maintenance",
    "service indisponible", "veuillez réessayer", "plus de temps que prévu",
    "ein fehler ist aufgetreten", "etwas ist schiefgelaufen", "vorübergehend nicht verfügbar", "wartungsarbeiten",
    "dienst nicht verfügbar", "später erneut", "später noch einmal",
    "ha ocurrido un error", "se ha producido un error", "algo salió mal", "temporalmente no disponible",
    "en mantenimiento", "servicio no disponible", "inténtelo de nuevo", "inténtalo de nuevo",
    "حدث خطأ", "حدث خطأ ما", "الخدمة غير متاحة", "غير متاح مؤقتا", "تحت الصيانة", "قيد الصيانة", "حاول مرة أخرى",
    "أعد المحاولة", "خطأ في الخادم",
    "אירעה שגיאה", "משהו השתבש", "השירות אינו זמין", "לא זמין זמנית", "בתחזוקה", "תחזוקה", "נסו שוב", "נסה שוב",
    "שגיאת שרת",
)  # fmt: skip

NEEDS_JAVASCRIPT = _folded(
    "enable javascript", "javascript is required", "javascript is disabled", "requires javascript",
    "turn on javascript", "javascript to run this app", "javascript enabled", "loading",
    "activer javascript", "activez javascript", "javascript est désactivé", "chargement",
    "javascript aktivieren", "aktivieren sie javascript", "javascript ist deaktiviert", "wird geladen", "laden",
    "habilitar javascript", "habilite javascript", "active javascript", "activar javascript", "cargando",
    "تفعيل جافا سكريبت", "تمكين جافا سكريبت", "تفعيل javascript", "تمكين javascript", "جار التحميل", "جاري التحميل",
    "הפעל javascript", "להפעיל javascript", "הפעילו javascript", "יש להפעיל javascript", "טוען", "בטעינה",
)  # fmt: skip

REDIRECT = _folded(
    "should be redirected", "being redirected", "redirecting", "will be redirected", "redirected automatically",
    "vous allez être redirigé", "redirection", "weitergeleitet", "weiterleitung", "redirigiendo", "será redirigido",
    "إعادة توجيه", "سيتم توجيهك", "إعادة التوجيه", "מועבר", "מעביר אותך", "הפניה",
)  # fmt: skip

LOGIN = _folded(
    "log in", "login", "sign in", "sign in to continue", "enter your password", "forgot password",
    "forgot your password", "create an account", "members only", "please log in",
    "se connecter", "connexion", "connectez-vous", "mot de passe", "mot de passe oublié", "identifiez-vous",
    "anmelden", "einloggen", "passwort", "passwort vergessen", "melden sie sich an",
    "iniciar sesión", "inicia sesión", "inicie sesión", "contraseña", "acceder",
    "تسجيل الدخول", "سجل الدخول", "كلمة المرور", "كلمة السر", "نسيت كلمة المرور",
    "התחברות", "התחבר", "כניסה", "סיסמה", "שכחת סיסמה", "שכחתי סיסמה", "היכנס", "התחברו", "כניסה לחשבון",
)  # fmt: skip

# How a consent wall opens; a cookie policy opens with its name instead.
CONSENT = _folded(
    "allow the use of cookies", "before you continue", "we value your privacy", "your privacy choices",
    "we use cookies", "this site uses cookies", "this website uses cookies", "accept all cookies", "accept cookies",
    "cookie consent", "manage consent", "we and our partners", "your consent", "cookie settings", "cookie preferences",
    "avant de continuer", "nous utilisons des cookies", "ce site utilise des cookies", "accepter les cookies",
    "autoriser l'utilisation des cookies", "respectons votre vie privée", "nous et nos partenaires", "votre consentement",
    "bevor sie fortfahren", "bevor du fortfährst", "wir verwenden cookies", "wir nutzen cookies", "verwendung von cookies",
    "diese website verwendet cookies", "cookies akzeptieren", "cookies zulassen", "wir und unsere partner", "ihre einwilligung",
    "antes de continuar", "utilizamos cookies", "usamos cookies", "este sitio utiliza cookies", "este sitio web utiliza cookies",
    "aceptar cookies", "valoramos tu privacidad", "valoramos su privacidad", "nosotros y nuestros socios",
    "permitir el uso de cookies", "su consentimiento", "tu consentimiento",
    "قبل المتابعة", "نستخدم ملفات تعريف الارتباط", "يستخدم هذا الموقع ملفات تعريف الارتباط", "قبول ملفات تعريف الارتباط",
    "نحن نقدر خصوصيتك", "نحترم خصوصيتك", "نحن وشركاؤنا", "قبول الكل", "موافقتك", "السماح باستخدام ملفات تعريف الارتباط",
    "לפני שתמשיך", "לפני שממשיכים", "אנו משתמשים בעוגיות", "אנחנו משתמשים בעוגיות", "אתר זה משתמש בעוגיות",
    "האתר משתמש בעוגיות", "אישור עוגיות", "קבל הכל", "אנו מכבדים את פרטיותך", "אנו ושותפינו", "הסכמתך", "אנו משתמשים בקובצי cookie",
)  # fmt: skip

ACCEPT = _folded(
    "accept", "accept all", "allow all", "allow all cookies", "agree", "i agree", "reject all", "decline",
    "decline optional cookies", "only allow essential cookies", "accepter", "tout accepter", "tout refuser", "j'accepte",
    "refuser", "akzeptieren", "alle akzeptieren", "zustimmen", "ablehnen", "alle ablehnen", "alle cookies erlauben",
    "aceptar", "aceptar todo", "aceptar todas", "rechazar", "rechazar todo", "permitir todas las cookies",
    "قبول", "قبول الكل", "موافق", "أوافق", "رفض", "رفض الكل", "السماح بالكل",
    "אישור", "אשר", "קבל", "קבל הכל", "אני מסכים", "מסכים", "דחה", "דחה הכל", "אפשר הכל", "אשר הכל",
)  # fmt: skip

# Titles and openings of documents of the kinds that are watched.
DOCUMENT_NAMES = _folded(
    "privacy", "policy", "policies", "notice", "terms", "conditions", "agreement", "statement", "guidelines",
    "legal", "imprint", "dpa", "addendum", "license", "licence", "disclosure", "sub-processors", "subprocessors",
    "confidentialité", "politique", "conditions générales", "mentions légales", "données personnelles", "charte", "cgu", "cgv",
    "datenschutz", "datenschutzerklärung", "datenschutzhinweise", "nutzungsbedingungen", "agb", "impressum", "richtlinie",
    "richtlinien", "geschäftsbedingungen",
    "privacidad", "política", "términos", "condiciones", "aviso", "protección de datos",
    "الخصوصية", "سياسة", "الشروط", "شروط", "الأحكام", "اتفاقية", "إشعار", "بيان", "خصوصية",
    "פרטיות", "מדיניות", "תנאי", "תנאים", "תקנון", "הסכם", "הצהרת", "הפרטיות", "התנאים",
)  # fmt: skip

# Words of which every legal document has many and a home page few.
LEGAL_WORDS = frozenset(
    fold_words(
        "privacy policy agreement terms personal data information processing consent rights liable liability pursuant "
        "applicable law laws provisions shall disclose disclosure third parties processor controller retention collect "
        "collected warranties indemnify governing jurisdiction cookies gdpr prohibited violate obligations "
        "confidentialité données personnelles traitement consentement droits responsable responsabilité loi conformément "
        "conditions utilisateur tiers règlement finalités conservation présentes "
        "datenschutz daten personenbezogene verarbeitung einwilligung rechte haftung gesetz gemäß dsgvo nutzungsbedingungen "
        "dritte verantwortlicher speicherdauer vertrag auftragsverarbeiter "
        "privacidad datos personales tratamiento consentimiento derechos responsabilidad ley terceros finalidades "
        "condiciones usuario responsable conformidad "
        "الخصوصية خصوصية البيانات بيانات بياناتك المعلومات معلومات معلوماتك الشخصية شخصية القانون قانون القوانين الأطراف أطراف "
        "الثالثة الشروط الأحكام حقوق الحقوق حقوقك موافقتك معالجة جمع نجمع مشاركة نشارك المسؤولية الاتفاقية "
        "פרטיות הפרטיות מידע המידע אישי אישיים האישי נתונים הנתונים חוק החוק צד שלישי צדדים שלישיים תנאי התנאים זכויות "
        "זכותך הסכמה הסכמתך עיבוד שימוש אחריות הסכם מדיניות"
    ).split()
)
