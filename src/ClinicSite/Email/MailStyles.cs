namespace ClinicSite.Email;

/// <summary>
/// The look of a mail, in the site's colours. No custom properties and nothing nested: some mail programs drop a whole
/// style element for one rule they do not know, which is also why the dark scheme stands in its own.
/// </summary>
internal static class MailStyles
{
    public const string Light = """
        :root { color-scheme: light dark; supported-color-schemes: light dark; }
        body { margin: 0; padding: 24px 12px; background-color: #FBF8F3; color: #1C2827; font-family: system-ui, -apple-system, "Segoe UI", Roboto, Arial, sans-serif; font-size: 16px; line-height: 1.55; -webkit-text-size-adjust: 100%; }
        .sheet { max-width: 600px; margin: 0 auto; padding: 28px 28px 12px; background-color: #FFFFFF; border: 1px solid #DCD2C5; border-top: 4px solid #12453D; border-radius: 4px 4px 12px 12px; overflow-wrap: anywhere; word-break: break-word; }
        .foot { max-width: 600px; margin: 0 auto; padding: 12px 28px; color: #3F4C49; font-size: 14px; overflow-wrap: anywhere; }
        h1 { margin: 0 0 16px; font-family: Georgia, "Times New Roman", serif; font-size: 25px; font-weight: 400; line-height: 1.25; text-wrap: balance; }
        h2 { margin: 24px 0 8px; font-size: 16px; font-weight: 600; line-height: 1.35; }
        p { margin: 0 0 16px; }
        a { color: #12453D; text-decoration: underline; }
        .notice { padding: 12px 16px; background-color: #F6E6DC; border-left: 4px solid #A4502F; }
        .rows { width: 100%; margin: 0 0 20px; border-collapse: collapse; border-bottom: 1px solid #DCD2C5; }
        .rows th { width: 132px; padding: 9px 16px 9px 0; border-top: 1px solid #DCD2C5; color: #3F4C49; font-weight: 400; text-align: left; vertical-align: top; word-break: normal; overflow-wrap: break-word; }
        .rows td { padding: 9px 0; border-top: 1px solid #DCD2C5; font-weight: 500; vertical-align: top; }
        blockquote { margin: 0 0 20px; padding: 12px 16px; background-color: #F2EBE1; border-left: 4px solid #7C6F60; }
        .action { margin: 0 0 12px; }
        .button { display: inline-block; padding: 12px 22px; background-color: #12453D; border-radius: 4px; color: #FBF8F3; font-weight: 600; text-decoration: none; }
        @media (max-width: 480px) {
        body { padding: 12px 8px; }
        .sheet { padding: 20px 18px 8px; }
        .foot { padding: 12px 18px; }
        .rows th { display: block; width: auto; padding: 9px 0 0; }
        .rows td { display: block; padding: 0 0 9px; border-top: 0; }
        }
        """;

    public const string Dark = """
        @media (prefers-color-scheme: dark) {
        body { background-color: #101715; color: #F3EEE6; }
        .sheet { background-color: #18211E; border-color: #34423D; border-top-color: #9ADBC6; }
        .foot { color: #C5CEC8; }
        a { color: #9ADBC6; }
        .notice { background-color: #35231B; border-left-color: #EDA583; }
        .rows { border-bottom-color: #34423D; }
        .rows th { border-top-color: #34423D; color: #C5CEC8; }
        .rows td { border-top-color: #34423D; }
        blockquote { background-color: #1F2A26; border-left-color: #8D9C95; }
        .button { background-color: #9ADBC6; color: #08211C; }
        }
        """;
}
