using Microsoft.Extensions.Options;
using MimeKit;

namespace ClinicSite.Email;

/// <summary>
/// Writes each message as a file into a folder: for development, and for a mail agent that collects from there.
///
/// The file is named after the Message-ID, so the same message twice is one file. It is written under another name,
/// flushed to the disk and then renamed over: a reader of <c>*.eml</c> never sees half a message. A crash before the
/// rename leaves a <c>.tmp</c> that the next attempt writes over; a power cut directly after it may undo the rename,
/// which is why this is not the transport of a production clinic. Files hold health text: they can be read by this
/// account alone (on Windows, by whoever may read the folder).
/// </summary>
public sealed class PickupTransport(IOptions<EmailOptions> options, IHostEnvironment environment) : IEmailTransport
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const int LongestName = 120;

    private static readonly FormatOptions Format = CrLf();

    private readonly string _folder = Path.GetFullPath(options.Value.Pickup.Folder, environment.ContentRootPath);

    public string Destination => _folder;

    public async Task<SendOutcome> SendAsync(MimeMessage message, CancellationToken cancellationToken)
    {
        SmtpTransport.Envelope(message);
        cancellationToken.ThrowIfCancellationRequested();
        var name = FileName(message.MessageId);
        var temporary = Path.Combine(_folder, name + ".tmp");
        try
        {
            CreateFolder();
            try
            {
                await WriteAsync(message, temporary, cancellationToken);
                File.Move(temporary, Path.Combine(_folder, name + ".eml"), overwrite: true);
            }
            finally
            {
                File.Delete(temporary);
            }

            return SendOutcome.Sent;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // A full disk or a missing right meets every message alike.
            return SendOutcome.Failed(FailureClass.Channel, "pickup " + failure.GetType().Name);
        }
    }

    /// <summary>Removes messages from the folder, those that a mail agent has collected passed over.</summary>
    /// <param name="messageIds">Without angle brackets.</param>
    public void Delete(IEnumerable<string> messageIds)
    {
        if (!Directory.Exists(_folder))
        {
            // Nothing was ever written, as before the first message or with a relay.
            return;
        }

        foreach (var id in messageIds)
        {
            File.Delete(Path.Combine(_folder, FileName(id) + ".eml"));
        }
    }

    private static async Task WriteAsync(MimeMessage message, string path, CancellationToken cancellationToken)
    {
        var how = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Share = FileShare.None, Options = FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows())
        {
            how.UnixCreateMode = OwnerOnly;
        }

        await using var file = new FileStream(path, how);
        await message.WriteToAsync(Format, file, cancellationToken);
#pragma warning disable CA1849 // FlushAsync hands the bytes to the operating system; only this asks for the disk.
        file.Flush(flushToDisk: true);
#pragma warning restore CA1849
    }

    // A Message-ID may hold characters that mean something in a path; what is left still tells messages apart, since
    // identifiers are letters, digits and hyphens in the first place.
    private static string FileName(string? messageId)
    {
        var local = (messageId ?? "").Split('@')[0];
        var safe = string.Concat(local.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.' ? letter : '_')).Trim('.');
        return safe.Length is > 0 and <= LongestName
            ? safe
            : throw new ArgumentException("The message's Message-ID cannot name a file.", nameof(messageId));
    }

    private static FormatOptions CrLf()
    {
        var format = FormatOptions.Default.Clone();
        format.NewLineFormat = NewLineFormat.Dos;
        format.EnsureNewLine = true;
        return format;
    }

    private void CreateFolder()
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(_folder);
        }
        else
        {
            Directory.CreateDirectory(_folder, OwnerOnly | UnixFileMode.UserExecute);
        }
    }
}
