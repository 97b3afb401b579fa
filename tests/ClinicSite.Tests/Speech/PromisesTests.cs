using System.Text.RegularExpressions;

namespace ClinicSite.Tests.Speech;

/// <summary>
/// What this site never promises. Promises are sought, not words: "is it permanent?" is a fair question, "permanent
/// results" is not.
/// </summary>
public sealed class PromisesTests(SpokenPages site) : IClassFixture<SpokenPages>
{
    private static readonly IReadOnlyList<Regex> Banned =
    [.. new[]
    {
        @"guarantee\w*",
        @"permanent(ly)?\b",
        @"pain[- ]?(less|free)|(no|without( any)?|zero) pain\b|does not hurt|doesn’t hurt|won’t hurt",
        @"(no|zero|without( any)?) (down-?time|time off|recovery)",
        @"scar[- ]free|blemish[- ]free|flawless|perfect skin|(new|like-new|baby) skin\b",
        @"(eras\w*|remov\w*|cur(e|es|ed|ing)|eliminat\w*|get rid of|fix(es|ed)?|banish\w*)\b(\W+\w+){0,3}\W+(scars?|acne|marks?)",
        @"miracle|breakthrough|revolutionary|game[- ]chang\w*|state[- ]of[- ]the[- ]art|cutting[- ]edge|rejuvenat\w*|anti-?age?ing|youthful|younger",
        @"(clinically|scientifically) (proven|tested)|proven (results|to work)|dermatologist[- ](approved|recommended)",
        @"FDA[- ](approved|cleared|authorised)|approved by the FDA",
        @"(medical|clinical|hospital)[- ]grade",
        @"(best|leading|top|finest|no\. ?1|number one|award[- ]winning|most trusted|world[- ]class|premier|expert) (clinic|clinics|team|practitioners?|clinicians?|results|treatments?)",
        @"risk[- ]free|no risks?\b|without (any )?risks?|(completely|totally|perfectly|100%) safe|\bsafe (for|on) (all|every|any|everyone)|suitable for (all|every|everyone)|all skin (types|tones)",
        @"instant(ly)?\b|immediate (results?|change)|overnight|lunch(time|[- ]break)|see results (in|after)",
        @"infus\w+|driv\w+ serums?|push\w+ serums?|absorb\w*|(serums?|creams?) (sink|go|work) (deeper|better)",
        @"(5|five)[- ]stars?|star ratings?|testimonials?|reviews from (patients|clients)|(our|happy) (patients|clients) (say|love)|as seen (in|on)",
        @"before[- ]and[- ]after|before/after",
        @"\bdiscount\w*|special offer|limited (time|places|offer)|only \d+ (left|places)|hurry|book now|don’t miss|countdown|voucher",
        @"botox|dysport|azzalure|\btretinoin|adapalene|hydroquinone|\bbrand",
    }.Select(pattern => new Regex(pattern, RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(2)))];

    /// <summary>Where a banned phrase stands for a reason: a part of the sentence, and why it may.</summary>
    private static readonly (string Path, string Sentence, string Reason)[] Allowed =
    [
        ("/treatments/microneedling", "Is it permanent?", "a fair question; the answer is that nobody knows"),
        ("/treatments/microneedling", "keep away from group events and voucher sites", "warns of them"),
        ("/treatments/acne-scars", "Best treatment", "a label; the fact beside it is that there is no single one"),
        ("/treatments/acne-scars", "no single best treatment", "says that there is none"),
        ("/treatments/compare", "no pain row and no pain chart", "says what is not compared"),
        ("/treatments/compare", "Before and after pictures", "says why there are none"),
        ("/guides/choosing-a-provider", "Nobody should hurry you", "warns of hurry"),
        ("/guides/choosing-a-provider", "sold as a party, a group offer or a voucher", "a sign to walk away"),
        ("/guides/faq", "What is the best treatment?", "what people ask; the answer is that there is none"),
        ("/guides/is-it-right-for-me", "if you hope for perfect skin", "a reason to pause"),
        ("/guides/how-we-review", "It breaks down scars and grows new skin", "quotes an advert beside what the evidence says"),
    ];

    [Fact]
    public void Promise_OnAnyPage_IsNotMade()
    {
        var found =
            from spoken in site.All
            from passage in spoken.Passages
            from sentence in passage.Sentences
            where !Array.Exists(Allowed, allowed => allowed.Path == spoken.Path && sentence.Contains(allowed.Sentence, StringComparison.Ordinal))
            from pattern in Banned
            let match = pattern.Match(sentence)
            where match.Success
            select $"{spoken.Path}: \"{match.Value}\" in: {sentence}";

        Faults.None(found);
    }

    [Fact]
    public void Allow_AContext_IsStillNeeded() =>
        Faults.None(
            from allowed in Allowed
            let said = site.At(allowed.Path).Passages.SelectMany(passage => passage.Sentences).Where(sentence => sentence.Contains(allowed.Sentence, StringComparison.Ordinal)).ToList()
            where !said.Exists(sentence => Banned.Any(pattern => pattern.IsMatch(sentence)))
            select said.Count == 0 ? $"{allowed.Path} no longer says: {allowed.Sentence}" : $"{allowed.Path} may say it anyway: {allowed.Sentence}");
}
