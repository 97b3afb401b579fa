using ClinicSite.Enquiries;
using ClinicSite.Enquiries.Notification;
using Microsoft.Data.Sqlite;

namespace ClinicSite.Benchmarks.Load;

/// <summary>
/// The same rows as the site writes, with nothing of the site in between: prepared statements on one open connection in
/// the site's mode. What SQLite and the disk can do at most.
/// </summary>
internal sealed class RawStore : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _enquiry, _delivery;

    /// <param name="folder">Of a site that has started once.</param>
    public RawStore(string folder)
    {
        _connection = new SqliteConnection($"Data Source={Path.Combine(folder, "clinic.db")};Pooling=False");
        _connection.Open();
        Execute("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON;");
        _enquiry = Prepare(
            "enquiry",
            "Id", "Reference", "TokenId", "ContentFingerprint", "Received", "Status", "Score", "ScoreReasons", "EmailFingerprint", "PhoneFingerprint",
            "ConsentVersion", "Desk", "ReplyDue", "Details_KeyId", "Details_Nonce", "Details_Ciphertext");
        _delivery = Prepare("delivery", "Id", "EnquiryId", "Kind", "RecipientSlot", "MessageId", "State", "Attempts", "Owed", "NextAttempt", "Sent");
    }

    /// <summary>One transaction: committed and synced when it returns.</summary>
    public void Commit(Enquiry enquiry) => CommitAll([enquiry], isSent: false);

    /// <param name="isSent">Their mails went out.</param>
    public void CommitAll(IEnumerable<Enquiry> enquiries, bool isSent)
    {
        using var transaction = _connection.BeginTransaction();
        (_enquiry.Transaction, _delivery.Transaction) = (transaction, transaction);
        foreach (var enquiry in enquiries)
        {
            Insert(enquiry, isSent);
        }

        transaction.Commit();
    }

    public long Count(string table)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = $"SELECT count(*) FROM {table}";
        return (long)command.ExecuteScalar()!;
    }

    /// <summary>Everything into the database file, as in a database that has been there for long.</summary>
    public void Checkpoint() => Execute("PRAGMA wal_checkpoint(TRUNCATE);");

    public void Dispose()
    {
        _enquiry.Dispose();
        _delivery.Dispose();
        _connection.Dispose();
    }

    private void Insert(Enquiry enquiry, bool isSent)
    {
        var details = enquiry.Details;
        Run(
            _enquiry,
            enquiry.Id, enquiry.Reference, enquiry.TokenId, enquiry.ContentFingerprint, enquiry.Received.ToUnixTimeMilliseconds(), enquiry.Status.ToString(),
            enquiry.Score, enquiry.ScoreReasons, enquiry.EmailFingerprint, enquiry.PhoneFingerprint, enquiry.ConsentVersion, enquiry.Desk.ToString(),
            enquiry.ReplyDue.ToUnixTimeMilliseconds(), details.KeyId, details.Nonce, details.Ciphertext);
        foreach (var mail in enquiry.Deliveries)
        {
            var owed = mail.Owed.ToUnixTimeMilliseconds();
            Run(
                _delivery,
                mail.Id, enquiry.Id, mail.Kind.ToString(), mail.RecipientSlot, mail.MessageId, (isSent ? DeliveryState.Sent : mail.State).ToString(),
                isSent ? 1 : 0, owed, owed, isSent ? owed + 2000 : null);
        }
    }

    private static void Run(SqliteCommand command, params object?[] values)
    {
        for (var index = 0; index < values.Length; index++)
        {
            command.Parameters[index].Value = values[index] ?? DBNull.Value;
        }

        command.ExecuteNonQuery();
    }

    private SqliteCommand Prepare(string table, params string[] columns)
    {
        var command = _connection.CreateCommand();
        command.CommandText = $"INSERT INTO {table} ({string.Join(", ", columns)}) VALUES ({string.Join(", ", columns.Select(column => "$" + column))})";
        foreach (var column in columns)
        {
            command.Parameters.Add(new SqliteParameter { ParameterName = "$" + column });
        }

        return command;
    }

    private void Execute(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
