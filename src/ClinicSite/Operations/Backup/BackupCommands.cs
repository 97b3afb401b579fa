using System.CommandLine;
using System.Globalization;
using ClinicSite.Enquiries.Storage;
using Microsoft.Extensions.Options;

namespace ClinicSite.Operations.Backup;

/// <summary>The commands <c>backup</c> and <c>restore</c>.</summary>
public static class BackupCommands
{
    /// <param name="services">Builds the program from its settings, the first time it is asked.</param>
    public static IEnumerable<Command> Make(Func<IServiceProvider> services) => [BackUp(services), PutBack(services)];

    private static Command BackUp(Func<IServiceProvider> services)
    {
        var command = new Command("backup", "Makes a backup of the database now, also while the site serves. The keys are not in it: copy them apart. Example: backup");
        command.SetAction(async (parsed, _) =>
        {
            var opened = services();
            var output = parsed.InvocationConfiguration.Output;
            var database = new FileInfo(opened.GetRequiredService<IOptions<DataOptions>>().Value.DatabaseFile);
            if (!database.Exists)
            {
                throw new StorageException($"There is no database at {database.FullName}. Name its folder with --Data:Folder=…");
            }

            var log = new FileInfo(database.FullName + "-wal");
            await output.WriteLineAsync($"Copying {database.FullName} ({Size(database.Length + (log.Exists ? log.Length : 0))}) and checking the copy …");
            var made = opened.GetRequiredService<BackupPass>().Make();
            await output.WriteLineAsync($"Backup made: {made.FullName} ({Size(made.Length)})");
            return 0;
        });
        return command;
    }

    private static Command PutBack(Func<IServiceProvider> services)
    {
        var file = new Argument<string?>("file") { Description = "The backup; with --check the newest one when left out", Arity = ArgumentArity.ZeroOrOne };
        var check = new Option<bool>("--check") { Description = "Only looks whether the backup could be restored here, with these keys; changes nothing", Arity = ArgumentArity.Zero };
        var empty = new Option<bool>("--empty") { Description = "Begins with an empty database, when there is no backup at all", Arity = ArgumentArity.Zero };
        var command = new Command("restore", "Puts a backup in the place of the database, which is set aside. Stop the site first. Example: restore --check") { file, check, empty };
        command.Validators.Add(typed =>
        {
            var isNamed = typed.GetValue(file) is not null;
            if (typed.GetValue(empty) ? isNamed || typed.GetValue(check) : !isNamed && !typed.GetValue(check))
            {
                typed.AddError("Say one of: restore FILE, restore --check [FILE], restore --empty.");
            }
        });
        command.SetAction(async (parsed, cancellation) =>
        {
            var opened = services();
            var output = parsed.InvocationConfiguration.Output;
            var backup = parsed.GetValue(file) is { } typed ? Path.GetFullPath(typed) : null;
            await (parsed.GetValue(empty) ? EmptyAsync(opened, output, cancellation)
                : parsed.GetValue(check) ? CheckAsync(backup, opened, output, cancellation)
                : RestoreAsync(backup!, opened, output, cancellation));
            return 0;
        });
        return command;
    }

    private static async Task CheckAsync(string? named, IServiceProvider opened, TextWriter output, CancellationToken cancellation)
    {
        var files = opened.GetRequiredService<BackupFiles>();
        var backup = named ?? (files.List() is [var newest, ..] ? newest.File : throw new StorageException($"There is no backup in {files.Folder}."));
        await output.WriteLineAsync($"Checking {backup} ({(File.Exists(backup) ? Size(new FileInfo(backup).Length) : "missing")}) …");
        var content = await opened.GetRequiredService<BackupCheck>().ReadAsync(backup, cancellation);
        await TellAsync(content, output);
        if (files.List().FirstOrDefault(file => file.File == backup) is { } known)
        {
            var age = opened.GetRequiredService<TimeProvider>().GetUtcNow() - known.Made;
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"It was made {known.Made:yyyy-MM-dd HH:mm} UTC, {age.TotalHours:0.0} hours ago."));
        }

        await output.WriteLineAsync("It can be restored here.");
    }

    private static async Task RestoreAsync(string backup, IServiceProvider opened, TextWriter output, CancellationToken cancellation)
    {
        await output.WriteLineAsync($"Checking and restoring {backup} …");
        var restored = await opened.GetRequiredService<Restore>().RunAsync(backup, cancellation);
        await TellAsync(restored.Content, output);
        await output.WriteLineAsync($"Erased again, since they had been erased after this backup: {restored.Erased}.");
        if (restored.Aside is not null)
        {
            await output.WriteLineAsync($"The database that was here is set aside as {restored.Aside}. Delete it, and the files called like it, when it is no longer needed: erasures do not reach it.");
        }

        await output.WriteLineAsync("Restored. Start the site: mail that was owed then is sent, some of it perhaps a second time.");
    }

    private static async Task EmptyAsync(IServiceProvider opened, TextWriter output, CancellationToken cancellation)
    {
        await opened.GetRequiredService<Restore>().BeginEmptyAsync(cancellation);
        await output.WriteLineAsync("An empty database is begun. Start the site.");
    }

    private static Task TellAsync(BackupContent content, TextWriter output)
    {
        var newest = content.Newest is { } received ? string.Create(CultureInfo.InvariantCulture, $", the newest received {received:yyyy-MM-dd HH:mm} UTC, which the keys open") : "";
        var version = content.IsCurrent ? "this program's version" : "an older version, brought up to date by the next start";
        return output.WriteLineAsync($"It is sound and of {version}. Enquiries: {content.Enquiries}{newest}. Mails owed: {content.Owed}.");
    }

    private static string Size(long bytes) => bytes < 10 * 1024 * 1024 ? $"{bytes / 1024} KB" : $"{bytes / (1024 * 1024)} MB";
}
