using Microsoft.Extensions.Options;

namespace ClinicSite.Enquiries.Screening;

/// <summary>
/// Scores a post by how it came and what it says. From <see cref="ScreeningOptions.QuarantineFrom"/> points it is set aside; nothing
/// is refused and nothing is thrown away, and the sender cannot tell.
/// </summary>
public sealed class SpamScreen(IOptions<ScreeningOptions> options, KnownPhrases phrases, TimeProvider clock)
{
    private readonly ScreeningOptions _options = options.Value;

    public SpamScore Score(EnquiryForm form, EnquiryDetails details, FormToken? token, HttpRequest request)
    {
        var post = new Posted(form, details, token is null ? null : clock.GetUtcNow() - token.Issued, request);
        var groups = phrases.In(post.FoldedText, post.FoldedName).ToList();
        List<(string, int)> topics = [.. groups.Select(found => ($"{Signals.PhrasesOf}{found.Group}", PointsOf(found.Telling, found.Weak)))];
        // In a long letter about oneself a few weak phrases come together by chance.
        var isAboutTreatment = phrases.SpeaksOfTreatment(post.FoldedMessage);
        if (groups.Count(found => found.Telling > 0 || !isAboutTreatment) > 1)
        {
            topics.Add((Signals.SeveralTopics, PointsOf(Signals.SeveralTopics)));
        }

        var words = phrases.CommerceIn(post.FoldedText) - (isAboutTreatment ? _options.CommerceWordsAllowedOnTopic : _options.CommerceWordsAllowed);
        topics.Add((Signals.CommerceWord, Math.Min(PointsOf(Signals.CommerceCeiling), Math.Max(0, words) * PointsOf(Signals.CommerceWord))));
        return Sum([.. Signals.OfPost.Where(signal => signal.Shows(post, _options, phrases)).Select(signal => (signal.Name, PointsOf(signal.Name))), .. topics]);
    }

    /// <summary>The same score with what the flow of enquiries adds to it.</summary>
    public SpamScore Add(SpamScore score, Admission admission)
    {
        List<(string, int)> rates = [];
        if (admission.IsOverSoftRate)
        {
            rates.Add((Signals.SoftRate, PointsOf(Signals.SoftRate)));
        }

        if (admission.IsOverSiteRate)
        {
            rates.Add((Signals.SiteRate, PointsOf(Signals.SiteRate)));
        }

        return rates.Count == 0 ? score : Sum([(score.Reasons, score.Points), .. rates]);
    }

    private SpamScore Sum(IEnumerable<(string Name, int Points)> found)
    {
        List<(string Name, int Points)> counted = [.. found.Where(signal => signal.Points > 0)];
        var points = counted.Sum(signal => signal.Points);
        return new SpamScore(points, string.Join(' ', counted.Select(signal => signal.Name)), points >= _options.QuarantineFrom);
    }

    private int PointsOf(string signal) => _options.Points.TryGetValue(signal, out var points) ? points : Signals.Defaults[signal];

    private int PointsOf(int telling, int weak) =>
        Math.Min(PointsOf(Signals.PhraseCeiling), (telling * PointsOf(Signals.Phrase)) + (weak * PointsOf(Signals.WeakPhrase)));
}
