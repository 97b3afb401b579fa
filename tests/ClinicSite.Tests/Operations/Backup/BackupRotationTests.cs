using ClinicSite.Enquiries.Storage;
using ClinicSite.Operations.Backup;

namespace ClinicSite.Tests.Operations.Backup;

/// <summary>What is kept while time passes.</summary>
public sealed class BackupRotationTests
{
    private static readonly DateTimeOffset Begin = new(2026, 5, 1, 0, 20, 0, TimeSpan.Zero);
    private static readonly BackupOptions Options = new();

    [Fact]
    public void Rotate_HourlyForTwentyDays_KeepsADayOfHoursAndTwoWeeksOfDays()
    {
        var files = new List<BackupFile>();
        for (var hour = 0; hour <= 20 * 24; hour++)
        {
            var now = Begin.AddHours(hour);
            files.Add(At(now));
            files = [.. files.Except(BackupRotation.Superfluous(files, now, Options))];

            Assert.Contains(files, file => file.Made == now);
            Assert.All(files, file => Assert.True(now - file.Made < TimeSpan.FromDays(14)));
            for (var back = 0; back < Math.Min(hour + 1, 24); back++)
            {
                Assert.Contains(files, file => file.Made == now.AddHours(-back));
            }

            for (var day = now.UtcDateTime.Date; day > now.UtcDateTime.AddDays(-14) && day >= Begin.UtcDateTime.Date; day = day.AddDays(-1))
            {
                Assert.Contains(files, file => file.Made.UtcDateTime.Date == day);
            }
        }

        Assert.InRange(files.Count, 36, 38);
    }

    /// <summary>What was erased is gone from every backup after that, as the privacy page says.</summary>
    [Fact]
    public void Rotate_WithMoreHoursThanDays_KeepsNothingPastItsDays()
    {
        BackupFile[] files = [At(Begin.AddHours(25)), At(Begin.AddHours(2)), At(Begin)];

        Assert.Equal([files[2]], BackupRotation.Superfluous(files, Begin.AddHours(25), new BackupOptions { KeepHourly = 168, KeepDaily = 1 }));
    }

    [Fact]
    public void Rotate_SeveralWithinAnHour_KeepsTheLast()
    {
        BackupFile[] files = [At(Begin), At(Begin.AddMinutes(1)), At(Begin.AddMinutes(2))];

        Assert.Equal(files[..2], BackupRotation.Superfluous(files, Begin.AddMinutes(2), Options).OrderBy(file => file.Made));
    }

    [Fact]
    public void Rotate_BackupsBeforeUpgrades_KeepsThemForTheDays()
    {
        var now = Begin.AddDays(20);
        BackupFile[] files = [At(now), At(now.AddDays(-13), true), At(now.AddDays(-13).AddMinutes(5)), At(now.AddDays(-14), true)];

        Assert.Equal([files[3]], BackupRotation.Superfluous(files, now, Options));
    }

    [Fact]
    public void Rotate_AfterALongPause_NeverRemovesTheNewest()
    {
        BackupFile[] files = [At(Begin), At(Begin.AddHours(1))];

        Assert.Equal([files[0]], BackupRotation.Superfluous(files, Begin.AddYears(1), Options));
    }

    [Fact]
    public void Rotate_WithTheClockSetBack_LeavesWhatIsFromTheFuture()
    {
        BackupFile[] files = [At(Begin.AddDays(30)), At(Begin), At(Begin.AddDays(-30))];

        Assert.Equal([files[2]], BackupRotation.Superfluous(files, Begin, Options));
    }

    private static BackupFile At(DateTimeOffset made, bool beforeUpgrade = false) => new($"{made:O}", made, beforeUpgrade);
}
