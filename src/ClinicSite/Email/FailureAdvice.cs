namespace ClinicSite.Email;

/// <summary>What a technician can do about a failure, in plain words.</summary>
public static class FailureAdvice
{
    /// <param name="failed">An outcome that is not "sent".</param>
    /// <param name="options">The settings it was sent with; no secret of them is repeated.</param>
    /// <param name="given">The address that was typed to be tried; null where it was one of the settings'.</param>
    public static string For(SendOutcome failed, EmailOptions options, string? given)
    {
        var smtp = options.Smtp;
        return failed.Code.Split(' ') switch
        {
            [_, _, "4.2.2", ..] => "The mailbox is full. Whoever owns it must make room; the site tries again by itself.",
            // A relay's 4xx at any step. Not 432 at sign-in, the one that waiting does not mend: it wants another password.
            [_, ['4', _, _] and not "432", ..] => "The relay asks to be tried again later: it is busy, limits this sender or greylists. Change nothing: the site tries again by itself. If it stays so for an hour, ask whoever runs the relay.",
            ["connect", "HostNotFound", ..] => $"No machine is called \"{smtp.Host}\". Check Email:Smtp:Host, and that this machine can resolve names.",
            ["connect", "ConnectionRefused", ..] => $"{smtp.Host} answers, but nothing listens on port {smtp.EffectivePort}. Check Email:Smtp:Port: 587 is usual with StartTls, 465 with SslOnConnect.",
            ["connect", "timeout", ..] => $"{smtp.Host} does not answer on port {smtp.EffectivePort} within {smtp.OperationTimeout.TotalSeconds:F0} seconds. A firewall may be in the way; many hosts close port 25.",
            ["connect", "NetworkUnreachable" or "HostUnreachable", ..] => "This machine has no way to the relay. Check its network.",
            ["connect", "lost", ..] => $"The relay closed the connection before it could be used. With Security={smtp.Security}, check that the port speaks it: 587 goes with StartTls, 465 with SslOnConnect.",
            ["connect", ..] => "The relay refused the connection. It may not take mail from this machine's address: ask whoever runs it.",
            ["tls", "not-offered"] => "The relay does not offer STARTTLS, and mail is never sent in the clear. Check the port, or set Email:Smtp:Security to SslOnConnect (usually port 465).",
            ["tls", "RevocationStatusUnknown" or "OfflineRevocation"] => "The certificate's issuer could not be asked whether it was withdrawn. Allow outbound HTTP from this machine, or set Email:Smtp:CheckRevocation to false.",
            ["tls", "NotTimeValid"] => "The relay's certificate has expired, or this machine's clock is wrong.",
            ["tls", "NameMismatch"] => $"The relay's certificate is for another name than \"{smtp.Host}\". Use the name that the provider gives.",
            ["tls", "UntrustedRoot" or "PartialChain"] => "No authority that this machine trusts vouches for the relay's certificate. Install its authority's certificate on this machine, or use the provider's public name.",
            ["tls", ..] => "The relay and this machine could not agree on encryption. Check the port and Email:Smtp:Security.",
            ["auth", "not-offered"] => "The relay offers no sign-in. Check the port; or leave Email:Smtp:User out if the relay needs none.",
            ["auth", "required", ..] => "The relay wants a sign-in. Set Email:Smtp:User and Email:Smtp:Password.",
            ["auth", "535", "5.7.139", ..] or [_, _, "5.7.30", ..] => "The provider has switched off sign-in with a password. Ask it for a relay that allows it, such as an app password or a connector.",
            ["auth", ..] => "The relay does not accept the user or the password. Check Email:Smtp:User and Email:Smtp:Password; some providers want an app password.",
            ["sender", ..] => $"The relay does not let this user send as \"{options.From}\". Check Email:From, or allow that sender at the relay.",
            ["recipient", ..] => "The relay refuses this mailbox: it does not exist there, is full, or may not be written to from outside. " + (given is null ? "Check Email:Staff." : $"Check the address {given}."),
            ["message", "timeout" or "lost"] => "The relay stopped answering while the message was handed over. It may have it all the same. Try again; if it stays so, ask whoever runs the relay.",
            ["message", ..] => "The relay took the addresses but not the message. Its own log says why.",
            ["pickup", ..] => $"A file could not be written to {options.Pickup.Folder}. Check the disk's free space and the folder's rights.",
            _ => "Ask whoever runs the relay, and name this code.",
        };
    }
}
