using Scriban.Runtime;
using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Reports.Html.Models;

/// <summary>What was removed and found again, for the templates.</summary>
internal sealed class RemovedModel(ReportScope scope)
{
    private const int MostFiles = 2000;

    private RecoveredThings Recovered => scope.Case.Inventory.Recovered;

    /// <summary>Null where it was not looked for.</summary>
    public ScriptObject? Describe()
    {
        if (Recovered.Sources.Count + Recovered.Limits.Count == 0)
            return null;
        OwnedFile[] files = [.. OwnedFile.Of(scope.Case.Inventory).OrderBy(f => f.Owner is StoreInfo)];
        return new ScriptObject
        {
            ["count"] = ReportNumber.Count(Recovered.Containers.Count + Recovered.Images.Count + files.Length),
            ["limits"] = Recovered.Limits.OrderBy(l => l.Key, StringComparer.Ordinal).Select(l => $"In {l.Key} nothing was looked for: {l.Value}.")
                .Concat(Recovered.UnjoinedWords is { } unjoined ? [unjoined] : []).ToArray(),
            ["containers"] = Recovered.Containers.Select(Of).ToArray(),
            ["images"] = Recovered.Images.Select(Of).ToArray(),
            ["files"] = files.Take(MostFiles).Select(Of).ToArray(),
            ["left_out"] = files.Length > MostFiles ? ReportNumber.Count(files.Length - MostFiles) : null,
        };
    }

    private ScriptObject Of(Container container) => With(container.Recovery!, new ScriptObject
    {
        ["name"] = container.Name ?? "no name recorded",
        ["id"] = container.ShortId,
        ["state"] = container.State ?? "state unknown",
        ["image"] = container.ImageName ?? container.ImageId ?? "unknown",
        ["command"] = scope.Secrets.Text(container.Command ?? ""),
        ["times"] = new[]
        {
            When("created", container.Created?.Time), When("started", container.Started?.Time), When("finished", container.Finished?.Time),
            When("removed", container.Recovery!.Removed),
        },
    });

    private ScriptObject Of(Image image) => With(image.Recovery!, new ScriptObject
    {
        ["id"] = image.Id,
        ["created"] = image.Created is { } created ? scope.Time.Full(created.Time) : "not recorded",
    });

    private ScriptObject Of(OwnedFile file) => With(file.File.Recovery, new ScriptObject
    {
        ["path"] = file.Path,
        ["owner"] = file.OwnerName,
        ["size"] = file.File.Entry.Facts.LacksBytes ? "lost" : ReportNumber.Size(file.File.Entry.Facts.Size),
        ["modified"] = file.File.Entry.Facts.Modified is { } time ? scope.Time.Full(time) : "not recorded",
    });

    private static ScriptObject With(Recovery recovery, ScriptObject described)
    {
        described["certainty"] = recovery.Word;
        described["basis"] = recovery.Basis;
        return described;
    }

    private string When(string word, Timestamp? time) => $"{word} {(time is { } known ? scope.Time.Full(known) : "not recorded")}";
}
