namespace ClinicSite.Shell.Errors;

/// <summary>What one kind of error says to the person who meets it.</summary>
public sealed record ErrorPage(int Status, string Title, string WhatToDo)
{
    /// <summary>Something was typed and sent: the page says how to get it back.</summary>
    public bool TypedTextMayBeLost { get; init; }

    public static ErrorPage For(int status) => status switch
    {
        403 => new(status, "This form came from another place",
            "For your safety this site takes its form only from its own page. Open the form here and send it again.")
        { TypedTextMayBeLost = true },
        404 => new(status, "This page is not here",
            "The address may have been mistyped, or the page has moved. Everything we have is one step away."),
        405 => new(status, "This address cannot be used that way",
            "The page is there to be read. Open it from the menu."),
        413 => new(status, "That was too much to send at once",
            "The form takes up to 4,000 characters of message. Please do not paste files or photos into it.")
        { TypedTextMayBeLost = true },
        415 => new(status, "The form was sent in a way we cannot read",
            "Open the form on this site and send it from there.")
        { TypedTextMayBeLost = true },
        429 => new(status, "Too many enquiries from your connection",
            "Wait a while and try again, or call us.")
        { TypedTextMayBeLost = true },
        503 => new(status, "The site is busy",
            "Try again in a minute, or call us.")
        { TypedTextMayBeLost = true },
        >= 500 => new(status, "Something went wrong on our side",
            "It is not your fault, and we have been told. Try again in a minute, or call us.")
        { TypedTextMayBeLost = true },
        _ => new(status, "The site could not read that",
            "What your browser sent could not be understood. Open the page again from the menu."),
    };
}
