using Scriban.Runtime;
using StoreForensics.Model;
using StoreForensics.Reports.Text;

namespace StoreForensics.Reports.Html.Models;

/// <summary>Containers for the template <c>container.html</c>, in the order of their making; those without a date last.</summary>
internal sealed class ContainerModel(ReportScope scope)
{
    public IEnumerable<ScriptObject> All() => scope.Case.Inventory.Containers
        .OrderBy(c => c.Created is null)
        .ThenBy(c => c.Created?.Time ?? default)
        .Select(Describe);

    private ScriptObject Describe(Container container) => new()
    {
        ["anchor"] = scope.Anchors.Of(container),
        ["name"] = scope.Case.Label(container.DisplayName, container.Store.Root.Evidence),
        ["short_id"] = container.ShortId,
        ["state"] = container.State ?? "state unknown",
        ["state_class"] = container.State is "running" or "paused" or "restarting" ? "live" : "still",
        ["image"] = container.ImageName ?? (container.Image is Image image ? image.DisplayNames.First() : null),
        ["created"] = container.Created is RecordedTime created ? scope.Time.ToSecond(created.Time) : null,
        ["command"] = container.Command is null ? null : scope.Secrets.Text(container.Command),
        ["identity"] = Identity(container),
        ["run"] = Run(container),
        ["settings"] = Settings(container),
        ["mounts"] = container.Mounts?.Take(500).Select(mount => Mount(container, mount)),
        ["has_mounts"] = container.Mounts is [_, ..],
        ["logs"] = container.Logs.Select(Log),
        ["has_logs"] = container.Logs.Count > 0,
        ["changes"] = scope.Changes.Of(container),
        ["isolation"] = Isolation(container),
        ["browse"] = container.Layer is { Files: not null } layer ? scope.Anchors.Of(layer) : null,
    };

    private FactList Identity(Container container) => scope.Facts()
        .Code("Id", container.Id, wide: true)
        .Code("Name", container.Name)
        .Code("Image as typed", container.ImageName)
        .Link("Image", container.Image, container.ImageId)
        .Code("Host name", container.Hostname ?? container.Config?.Hostname)
        .Text("Store", container.Store.Name)
        .Link("Writable layer", container.Layer, container.Layer?.Id)
        .Link("Init layer", container.InitLayer, container.InitLayer?.Id)
        .Code("Configuration", ProblemModel.Place(scope, container.Origin));

    private FactList Run(Container container) => scope.Facts()
        .Command("Command", container.Command, wide: true)
        .Time("Created", container.Created)
        .Time("Last started", container.Started, "never, or not recorded")
        .Time("Last finished", container.Finished, "never, or not recorded")
        .Text("State", container.State)
        .Number("Exit code", container.ExitCode)
        .Number("Process id", container.Pid)
        .Flag("Killed for lack of memory", container.OomKilled)
        .Text("Error", string.IsNullOrEmpty(container.Error) ? null : container.Error)
        .Number("Restarts", container.RestartCount)
        .Text("Restart policy", container.RestartPolicy);

    private FactList Settings(Container container) => scope.Facts()
        .Flag("Privileged", container.Privileged)
        .List("Capabilities added", container.CapAdd?.ToArray())
        .List("Capabilities dropped", container.CapDrop?.ToArray())
        .Text("Network mode", container.NetworkMode)
        .Text("Process namespace", container.PidMode)
        .Code("Address", string.IsNullOrEmpty(container.IpAddress) ? null : container.IpAddress)
        .List("Ports", container.Ports?.Select(p => p.ToString()).ToArray())
        .List("Links", container.Links?.ToArray())
        .Code("User", container.Config?.User)
        .Code("Working directory", container.Config?.WorkingDir)
        .Command("Entrypoint", container.Config?.Entrypoint is { } entrypoint ? string.Join(' ', entrypoint) : null)
        .Command("Configured command", container.Config?.Cmd is { } command ? string.Join(' ', command) : null)
        .Flag("Terminal", container.Config?.Tty)
        .Code("Log path on the host", string.IsNullOrEmpty(container.LogPath) ? null : container.LogPath, wide: true)
        .Environment("Environment", container.Env)
        .Environment("Environment in effect (config.env)", container.EffectiveEnv)
        .Labels("Labels", container.Labels)
        .UnknownIf(container.Mounts is null, "Mounts");

    private FactList Isolation(Container container)
    {
        ContainerIsolation isolation = container.Isolation;
        FactList facts = scope.Facts()
            .List("Security options", isolation.SecurityOpt?.ToArray())
            .Text("AppArmor profile", isolation.AppArmorProfile)
            .Text("Seccomp profile", isolation.SeccompProfile)
            .Flag("No new privileges", isolation.NoNewPrivileges)
            .Flag("Root file system read only", isolation.ReadonlyRootfs)
            .Text("IPC, UTS, user, cgroup namespaces", Modes(isolation.IpcMode, isolation.UtsMode, isolation.UsernsMode, isolation.CgroupnsMode))
            .List("Devices", isolation.Devices?.ToArray())
            .Text("Runtime", isolation.Runtime)
            .List("Masked paths", isolation.MaskedPaths?.ToArray())
            .List("Read-only paths", isolation.ReadonlyPaths?.ToArray())
            .List("Networks", container.Networks?.Select(Network).ToArray())
            .Text("Log driver", container.LogDriver)
            .Flag("Removed when it stops", container.AutoRemove);
        if (container.Rootfs is { } rootfs)
            facts = facts.Text("Root filesystem", rootfs.Words);
        if (container.LogPlace is { } place)
            facts = facts.Text("Log", place);
        if (container.Execs.Count > 0)
            facts = facts.List("Commands run in it", [.. container.Execs.Select(Exec)]);
        if (container.Processes is { } processes)
            facts = facts.List("Processes when it was checkpointed", [.. processes.Select(Process)]);
        return container.Health.Count == 0 ? facts : facts.List("Health checks", [.. container.Health.Select(Health)]);
    }

    private static string? Modes(params string?[] modes) => modes.All(mode => mode is null) ? null
        : string.Join(", ", modes.Select(mode => string.IsNullOrEmpty(mode) ? "default" : mode));

    private string Exec(ContainerExec exec) => scope.Secrets.Text(exec.Command is { } command ? string.Join(' ', command) : "command unknown")
        + $" ({exec.State ?? "state unknown"}{(exec.User is { } user ? ", as " + user : "")})";

    private string Process(ContainerProcess process) => string.Create(System.Globalization.CultureInfo.InvariantCulture,
        $"{process.Pid} (parent {process.ParentPid?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "none"}) ")
        + scope.Secrets.Text(process.Command is { } command ? string.Join(' ', command) : process.Name ?? "name unknown");

    private static string Network(ContainerNetwork network) =>
        string.Join(' ', ((string?[])[network.Name, network.IpAddress, network.MacAddress, .. network.Aliases]).Where(part => !string.IsNullOrEmpty(part)));

    private string Health(ContainerHealthResult health) =>
        $"{(health.Start is { } start ? scope.Time.Full(start.Time) : "time unknown")}: exit code {health.ExitCode?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "unknown"}"
        + (string.IsNullOrEmpty(health.Output) ? "" : " " + scope.Secrets.Text(health.Output.Trim()));

    private ScriptObject Mount(Container container, ContainerMount mount) => new()
    {
        ["type"] = mount.Type,
        ["source"] = mount.Source,
        ["destination"] = mount.Destination,
        ["access"] = mount.ReadWrite switch { true => "read and write", false => "read only", null => null },
        ["volume"] = mount.Name is null ? null : Anchors.LinkTo(scope.Anchors.Find("volume", container.Store.Name, mount.Name), mount.Name),
    };

    private static ScriptObject Log(LogFile log) => new()
    {
        ["path"] = log.Source.Tree.PathOf(log.Node).ToString(),
        ["size"] = ReportNumber.ExactSize(log.Source.Tree[log.Node].Size),
        ["format"] = log.Format switch
        {
            LogFormat.JsonFile => "one JSON object a line",
            LogFormat.Local => "the engine’s own (local)",
            LogFormat.RawStdout => "raw standard output",
            LogFormat.Cri => "a line of time, stream and text a record",
            _ => "raw standard error",
        },
    };
}
