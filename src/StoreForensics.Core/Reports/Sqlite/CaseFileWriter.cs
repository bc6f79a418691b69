using System.Globalization;
using StoreForensics.Cases;
using StoreForensics.Primitives;

namespace StoreForensics.Reports.Sqlite;

/// <summary>
/// The whole case as a SQLite database: events, files, images, steps, layers, containers, findings, problems, with indices and views; see
/// <see cref="CaseSchema"/>. Memory does not grow with the number of events.
/// </summary>
public sealed class CaseFileWriter : IFileReportWriter
{
    /// <summary>Where a file is made that is then copied to a stream, and where SQLite sorts; null: the system's temporary directory.</summary>
    public string? ScratchDirectory { get; init; }

    /// <summary>Pages after which the disk is full, for tests; null: what the disk has.</summary>
    internal int? MostPages { get; init; }

    public string Name => "SQLite";

    public string Extension => ".sqlite";

    /// <inheritdoc/>
    /// <remarks>SQLite goes back and forth in its file: it is made in a scratch file first.</remarks>
    public string? Write(Case subject, Stream target)
    {
        using var scratch = new Scratch(ScratchDirectory);
        string path = scratch.EmptyFile("case");
        string? note = WriteFile(subject, path);
        using var made = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
        made.CopyTo(target);
        return note;
    }

    public string? WriteFile(Case subject, string path)
    {
        using CaseDatabase database = CaseDatabase.Create(path, ScratchDirectory ?? Path.GetTempPath());
        if (MostPages is int pages)
            database.Run(string.Create(CultureInfo.InvariantCulture, $"PRAGMA max_page_count = {pages}"));
        database.Run(CaseSchema.Tables);
        var evidence = new EvidenceKeys(subject.Evidence);
        var keys = new RowKeys();
        keys.Number(subject.Inventory);
        new CaseTables(database, evidence, keys).Write(subject);
        new StoreTables(database, evidence, keys).Write(subject.Inventory);
        new ImageTables(database, evidence, keys).Write(subject.Inventory.Images);
        using (var files = new FileTable(database, evidence, keys, subject.Timeline))
            files.Write(subject.Inventory);
        using (var events = new EventTable(database, evidence, keys))
            events.Write(subject.Timeline);
        database.Run(CaseSchema.Indices);
        database.Run(CaseSchema.Views);
        database.Commit();
        return null;
    }
}
