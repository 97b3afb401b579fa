namespace ClinicSite.Tests.Enquiries.Storage;

/// <summary>A database that is damaged or gone: nothing is deleted, and nothing looks fine that is not.</summary>
public sealed class DamagedDatabaseTests : IDisposable
{
    private readonly DataFolder _data = new();

    public void Dispose() => _data.Dispose();

    [Theory]
    [InlineData("overwritten")]
    [InlineData("cut in half", Explicit = true)]
    [InlineData("no database", Explicit = true)]
    [InlineData("emptied beside its log", Explicit = true)]
    public async Task Start_OnADamagedDatabase_SetsItAsideAndSaysHowToGoOn(string damage)
    {
        await _data.FillAsync(3);
        Damage(damage);
        var damaged = await File.ReadAllBytesAsync(_data.Database, TestContext.Current.CancellationToken);

        var first = await _data.RunAsync();

        first.IsRefusal("is damaged (").IsRefusal("It is set aside as ").IsRefusal("\"restore --empty\"");
        var aside = Assert.Single(_data.SetAside);
        Assert.Contains(aside, first.Output, StringComparison.Ordinal);
        Assert.Equal(damaged, await File.ReadAllBytesAsync(aside, TestContext.Current.CancellationToken));
        Assert.False(File.Exists(_data.Database + "-wal"));
        Assert.True(damage != "emptied beside its log" || new FileInfo(aside + "-wal").Length == 4096);
        Assert.False(File.Exists(_data.Database));
        Assert.Equal(3, Directory.GetFiles(Path.Combine(_data.Folder, "keys")).Length);
    }

    [Fact(Explicit = true)]
    public async Task Start_AfterADatabaseWasSetAside_IsRefusedUntilAPersonDecides()
    {
        await _data.FillAsync();
        Damage("no database");
        await _data.RunAsync();
        var key = await File.ReadAllTextAsync(Path.Combine(_data.Folder, "keys", "details-1.key"), TestContext.Current.CancellationToken);

        (await _data.RunAsync()).IsRefusal("There is no database at ").IsRefusal("shows that there was one");
        (await _data.RunAsync("enquiries", "list")).IsRefusal("shows that there was one");
        Assert.False(File.Exists(_data.Database));

        (await _data.RunAsync("restore", "--empty")).IsDone("An empty database is begun.");
        await using var site = _data.Open();
        await DataFolder.AskAsync(site);

        Assert.Equal(1, DataFolder.Enquiries(_data.Database));
        Assert.Equal(key, await File.ReadAllTextAsync(Path.Combine(_data.Folder, "keys", "details-1.key"), TestContext.Current.CancellationToken));
    }

    [Fact(Explicit = true)]
    public async Task BeginEmpty_WhereThereIsADatabase_LeavesItAlone()
    {
        await _data.FillAsync();

        (await _data.RunAsync("restore", "--empty")).IsRefusal("It was left alone");

        Assert.Equal(1, DataFolder.Enquiries(_data.Database));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true, Explicit = true)]
    public async Task Start_WithKeysAndNoTraceOfADatabase_GoesOnAsAfterAKilledFirstStart(bool fileWasMade)
    {
        await _data.FillAsync();
        RemoveDatabase();
        if (fileWasMade)
        {
            await File.WriteAllBytesAsync(_data.Database, [], TestContext.Current.CancellationToken);
        }

        await using var site = _data.Open();

        await DataFolder.AskAsync(site);
        Assert.Equal(fileWasMade, !site.Log.Lines.Any(line => line.Contains("no trace of one", StringComparison.Ordinal)));
    }

    /// <summary>As a crash leaves it between setting a database aside and its log, or within a restore.</summary>
    [Fact]
    public async Task Start_BesideTheLeftoversOfACrash_SetsTheLogAsideAndDropsTheCopy()
    {
        var (log, copy) = (_data.Database + "-wal", _data.Database + ".restoring");
        byte[] rows = [.. Enumerable.Repeat((byte)0xFF, 4096)];
        await File.WriteAllBytesAsync(log, rows, TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(copy, rows, TestContext.Current.CancellationToken);

        await using var site = _data.Open();
        await DataFolder.AskAsync(site);

        var aside = Assert.Single(Directory.GetFiles(_data.Folder, "clinic.db.set-aside-*-wal"));
        Assert.Equal(rows, await File.ReadAllBytesAsync(aside, TestContext.Current.CancellationToken));
        Assert.False(File.Exists(copy));
        Assert.Equal(1, DataFolder.Enquiries(_data.Database));
    }

    [Theory(Explicit = true)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Start_WithoutItsDatabaseBesideBackups_IsRefused(bool fileIsLeft)
    {
        await _data.FillAsync();
        (await _data.RunAsync("backup")).IsDone("Backup made");
        RemoveDatabase();
        if (fileIsLeft)
        {
            await File.WriteAllBytesAsync(_data.Database, [], TestContext.Current.CancellationToken);
        }

        (await _data.RunAsync()).IsRefusal("the backups in ").IsRefusal("show that there was one");
    }

    private void RemoveDatabase()
    {
        foreach (var file in Directory.GetFiles(_data.Folder, "clinic.db*"))
        {
            File.Delete(file);
        }
    }

    private void Damage(string how)
    {
        using var file = new FileStream(_data.Database, FileMode.Open, FileAccess.ReadWrite);
        switch (how)
        {
            case "overwritten":
                file.Seek(file.Length / 2, SeekOrigin.Begin);
                file.Write([.. Enumerable.Repeat((byte)0xFF, 8192)]);
                break;
            case "cut in half":
                file.SetLength(file.Length / 2);
                break;
            case "no database":
                file.SetLength(0);
                file.Write("What is left after somebody saved a letter under this name."u8);
                break;
            default:
                file.SetLength(0);
                File.WriteAllBytes(_data.Database + "-wal", new byte[4096]);
                break;
        }
    }
}
