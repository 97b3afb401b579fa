namespace ClinicSite.Tests.Email;

/// <summary>Which answer is due at which phase.</summary>
internal sealed class SmtpScript
{
    private readonly Lock _lock = new();
    private readonly Dictionary<SmtpPhase, Func<string, SmtpAnswer>> _always = [];
    private readonly Dictionary<SmtpPhase, Queue<SmtpAnswer>> _next = [];

    public void Always(SmtpPhase phase, Func<string, SmtpAnswer> answer)
    {
        lock (_lock)
        {
            _always[phase] = answer;
        }
    }

    public void Next(SmtpPhase phase, IEnumerable<SmtpAnswer> answers)
    {
        lock (_lock)
        {
            _next[phase] = new Queue<SmtpAnswer>(answers);
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            _always.Clear();
            _next.Clear();
        }
    }

    public SmtpAnswer AnswerTo(SmtpPhase phase, string line)
    {
        lock (_lock)
        {
            return _next.TryGetValue(phase, out var queue) && queue.TryDequeue(out var next) ? next
                : _always.TryGetValue(phase, out var always) ? always(line)
                : SmtpAnswer.Accept;
        }
    }
}
