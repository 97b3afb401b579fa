using System.CommandLine;
using ClinicSite.Enquiries.Desk;
using ClinicSite.Operations;
using ClinicSite.Operations.Backup;
using ClinicSite.Tests.Door;

namespace ClinicSite.Tests.Operations;

/// <summary>Who has never seen the program finds in its help what to type, and it works as it stands there.</summary>
public sealed class HelpTests
{
    private const string Before = "Example: ";

    [Fact]
    public void Describe_EveryCommand_ByAnExampleThatCanBeTyped()
    {
        var root = Root();

        var doors = root.Subcommands.SelectMany(command => command.Subcommands.Count == 0 ? [command] : command.Subcommands.AsEnumerable()).ToList();

        Assert.Equal(
            ["answered", "backup", "check", "close", "erase", "export", "list", "purge", "release", "reopen", "restore", "retry", "rotate", "show"],
            doors.Select(command => command.Name).Order(StringComparer.Ordinal));
        Assert.All(doors, command =>
        {
            Assert.Contains(Before, command.Description!, StringComparison.Ordinal);
            var parsed = root.Parse(command.Description!.Split(Before)[1]);
            Assert.Empty(parsed.Errors);
            Assert.Same(command, parsed.CommandResult.Command);
        });
    }

    [Fact]
    public void Complete_WhatAListIsAskedFor_OffersTheWordsThatAreTaken()
    {
        const string typed = "enquiries list --only ";
        string[] words = ["all", "new", "overdue", "quarantined", "undelivered"];

        var offered = Root().Parse(typed).GetCompletions(typed.Length).Select(completion => completion.Label);

        Assert.Equal(words, offered.Order(StringComparer.Ordinal));
        Assert.All(words, word => Assert.Empty(Root().Parse(typed + word).Errors));
    }

    [Fact]
    public async Task Ask_ForHelp_NeedsNoDatabaseAndIsNoMistake()
    {
        var nowhere = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

        var (exitCode, output) = await ProgramRun.CommandAsync("enquiries erase --help", new(StringComparer.Ordinal) { ["Data:Folder"] = nowhere });

        Assert.Equal(0, exitCode);
        Assert.Contains("Example: enquiries erase --contact \"01632 960001\"", output, StringComparison.Ordinal);
        Assert.Contains("Do not ask for confirmation", output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(nowhere));
    }

    private static RootCommand Root()
    {
        static IServiceProvider Never() => throw new InvalidOperationException("Help needs no database.");
        var root = new RootCommand();
        Command[] commands = [EnquiryCommands.Make(Never), KeyCommands.Make(Never), MailCommands.Make(Never), .. BackupCommands.Make(Never)];
        Array.ForEach(commands, root.Subcommands.Add);
        return root;
    }
}
