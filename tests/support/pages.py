"""Policy pages of invented companies, long enough to pass for documents."""

from __future__ import annotations

_PARAGRAPHS = {
    "en": (
        "Larkfield Instruments collects your name and your e-mail address when you register.",
        "We share order data with our delivery partners so that parcels arrive.",
        "We keep invoices for ten years because the law requires it.",
        "You may ask for access to your data, or for its deletion, at any time.",
        "We do not sell personal data to anybody, and never did.",
    ),
    "ar": (
        "تجمع شركة نسيم الواحة اسمك وبريدك الإلكتروني عند التسجيل في الموقع.",
        "نشارك بيانات الطلبات مع شركات التوصيل حتى تصل الطرود إليك.",
        "نحتفظ بالفواتير لمدة عشر سنوات لأن القانون يتطلب ذلك.",
        "يحق لك أن تطلب الاطلاع على بياناتك أو حذفها في أي وقت.",
        "نحن لا نبيع البيانات الشخصية لأي جهة كانت.",
    ),
    "he": (
        "חברת גלי צפון אוספת את שמך ואת כתובת הדואר האלקטרוני שלך בעת ההרשמה.",
        "אנו משתפים את פרטי ההזמנה עם חברות המשלוחים כדי שהחבילות יגיעו.",
        "אנו שומרים חשבוניות במשך עשר שנים מפני שהחוק מחייב זאת.",
        "באפשרותך לבקש לעיין במידע עליך או למחוק אותו בכל עת.",
        "איננו מוכרים מידע אישי לאיש.",
    ),
}
_TITLES = {"en": "Privacy Policy", "ar": "سياسة الخصوصية", "he": "מדיניות פרטיות"}


def policy(language: str = "en", *, extra: str = "", repeat: int = 3) -> str:
    """An HTML page; ``extra`` is one more paragraph at its end."""
    direction = "ltr" if language == "en" else "rtl"
    title = _TITLES[language]
    body = "".join(
        f"<h2>{title} {part}</h2>" + "".join(f"<p>{text}</p>" for text in _PARAGRAPHS[language])
        for part in range(1, repeat + 1)
    )
    last = f"<p>{extra}</p>" if extra else ""
    return (
        f'<!doctype html><html lang="{language}" dir="{direction}"><head><meta charset="utf-8">'
        f"<title>{title}</title></head><body><main><h1>{title}</h1>{body}{last}</main></body></html>"
    )
