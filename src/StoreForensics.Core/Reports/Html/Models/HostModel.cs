using Scriban.Runtime;
using StoreForensics.Model;
using StoreForensics.Reports.Text;

namespace StoreForensics.Reports.Html.Models;

/// <summary>What the hosts around the data roots say of themselves, for the templates.</summary>
internal sealed class HostModel(ReportScope scope)
{
    private const int MaxRows = 10_000;

    private readonly HostMask _mask = new(scope.Secrets);

    /// <summary>None where the evidence holds no more than data roots.</summary>
    public IEnumerable<ScriptObject> All() => scope.Case.Inventory.Hosts.Select(host => new ScriptObject
    {
        ["name"] = HostWords.Name(host),
        ["facts"] = Facts(host),
        ["lists"] = Lists(host).Where(list => list["any"] is true),
    });

    private FactList Facts(HostFacts host)
    {
        FactList facts = scope.Facts()
            .Code("Directory", host.Root.Path.IsEmpty ? host.Root.Evidence : ProblemModel.Place(scope, host.Root))
            .Text("Name", host.Hostname?.ToString())
            .Text("OS", HostWords.Os(host.Os))
            .Text("Time zone", host.TimeZone?.ToString())
            .Code("Machine id", host.MachineId?.ToString())
            .List("Kernels installed", [.. host.Kernels.Select(k => k.ToString())])
            .List("Packages", [.. host.Packages.Select(HostWords.Package)])
            .Text("Docker group", HostWords.Group(host.DockerGroup))
            .List("Settings of daemon.json", host.DaemonJson is { } daemon ? [.. daemon.Settings.Select(s => $"{s.Key} = {_mask.Setting(s)}")] : null)
            .List("Unit files", [.. host.UnitFiles.Select(Unit)]);
        if (host.UnreadPackageDatabases.Count > 0)
            facts.List("Packages not read", [.. host.UnreadPackageDatabases.Select(File)]);
        if (host.UnreadLogs.Count > 0)
            facts.List("Logs not read", [.. host.UnreadLogs.Select(File)]);
        return facts;
    }

    private IEnumerable<ScriptObject> Lists(HostFacts host) =>
    [
        Lines("How the engine is started", [.. host.UnitFiles.SelectMany(unit => unit.Lines), .. host.DockerOptions]),
        Lines("What cron runs", host.CronLines),
        Lines("Shell histories", host.ShellHistory),
        Lines("System logs", host.LogLines),
    ];

    private ScriptObject Lines(string title, IReadOnlyList<HostText> lines) => new()
    {
        ["title"] = title,
        ["any"] = lines.Count > 0,
        ["count"] = ReportNumber.Count(lines.Count),
        ["dropped"] = lines.Count > MaxRows ? ReportNumber.Count(lines.Count - MaxRows) : null,
        ["items"] = lines.Take(MaxRows).Select(line => new ScriptObject
        {
            ["place"] = HostWords.Place(line),
            ["time"] = line.Time is { } time ? scope.Time.Full(time) : null,
            ["text"] = _mask.Line(line),
        }),
    };

    private string Unit(HostUnit unit) => ProblemModel.Place(scope, unit.Origin) + (unit.LinkTarget is { } target ? $", a symlink to {target}" : "");

    private string File(HostFile file) => $"{ProblemModel.Place(scope, file.Origin)}, {ReportNumber.Size(file.SizeBytes)}";
}
