using System.Buffers;
using System.Text;
using StoreForensics.Findings.Rules;
using StoreForensics.Findings.Rules.Builds;
using StoreForensics.Logs;
using StoreForensics.Model;
using StoreForensics.Model.Builds;
using StoreForensics.Primitives;

namespace StoreForensics.Findings;

/// <summary>Shows the rules every text: build steps, variables, labels, commands, mounts, and the lines of logs.</summary>
internal sealed class TextExaminer(IReadOnlyList<ITextRule> rules, FindingSink sink, ProblemLog problems, long maxLogBytes)
{
    // A long line is looked at in pieces, each of which begins with the end of the one before.
    private const int PieceChars = 64 * 1024;
    private const int OverlapChars = 1024;

    /// <summary>Looks at every text of an inventory.</summary>
    public void Look(Inventory inventory)
    {
        var seen = new HashSet<(string, string, int)>();
        var owners = new LayerSubjects();
        foreach (Image image in inventory.Images)
        {
            if (image.IsIntermediate)
                continue; // its steps are those of the image that is built on it
            IReadOnlyList<string> names = Subjects.Of(image);
            foreach (BuildStep step in image.Steps)
            {
                IReadOnlyList<string> subjects = step.Layer is { } layer ? owners.Of(layer) : names;
                if (seen.Add((step.Origin.Evidence, step.CreatedBy, sink.SubjectKeys.Of(subjects))))
                    Look(new TextSight
                    {
                        Kind = TextKind.BuildStep,
                        Subjects = subjects,
                        Text = step.CreatedBy,
                        Origin = step.Origin,
                        Time = step.Created?.Time,
                        Environment = image.Config?.Env ?? [],
                    });
            }
            foreach (string variable in image.Config?.Env ?? [])
                Text(TextKind.Environment, names, variable, image.Origin, image.Made);
            foreach ((string name, string value) in image.Config?.Labels ?? new Dictionary<string, string>())
                Text(TextKind.Label, names, $"{name}={value}", image.Origin, image.Made);
        }
        foreach (Container container in inventory.Containers)
        {
            problems.Contain(container.Origin, () => Texts(container));
            problems.Contain(container.Origin, () => Logs(container));
        }
        foreach (BuildRecord build in inventory.Builds)
            problems.Contain(build.Origin, () => Texts(build));
        foreach (NodeFile unit in inventory.NodeFiles.Where(f => f is { Kind: NodeFileKind.Unit, Text: not null }))
            problems.Contain(unit.Origin, () => Text(unit));
        foreach (SwarmObject service in inventory.Swarm.Where(s => s is { Kind: "service", Container: not null }))
            problems.Contain(service.Origin, () => Texts(service, inventory));
        foreach (Container container in inventory.LoggedOnly)
            problems.Contain(container.Origin, () => Logs(container));
    }

    // Of a build whose image is there the image's own history tells.
    private void Texts(BuildRecord build)
    {
        IReadOnlyList<string> subjects = BuildSubjects.Of(build);
        foreach ((string name, string value) in BuildNaming.Arguments(build))
            Look(new TextSight
            {
                Kind = TextKind.Environment,
                Subjects = subjects,
                Text = $"{name}={value}",
                Origin = build.Origin,
                Time = build.Started,
                Place = "An argument of the build",
                Ground = "an argument in the builder's record of the build",
            });
        foreach (BuildVertex vertex in build.Images.Count == 0 ? build.Vertices : [])
            Look(new TextSight
            {
                Kind = TextKind.BuildStep,
                Subjects = subjects,
                Text = vertex.Name,
                Origin = build.Log?.Entry?.Origin() ?? build.Origin,
                Time = vertex.Started ?? build.Started,
                Ground = "the log of a build whose image is not there, as the builder wrote it",
            });
    }

    private void Text(NodeFile unit) => Look(new TextSight
    {
        Kind = TextKind.File,
        Subjects = [UnitRule.SubjectOf(unit)],
        Text = unit.Text!,
        Origin = unit.Origin,
        Time = unit.Modified,
        Path = EvidencePath.FromString(unit.Path),
        Ground = "the text of the unit in the evidence",
    });

    // Of one whose tasks ran here, their containers tell.
    private void Texts(SwarmObject service, Inventory inventory)
    {
        if (service.Name is not { } name || inventory.Containers.Exists(c => c.DisplayName.StartsWith(name + ".", StringComparison.Ordinal)))
            return;
        foreach ((TextKind kind, string text) in service.Container!.Env.Select(e => (TextKind.Environment, e))
            .Append((TextKind.ContainerCommand, string.Join(' ', service.Container.Command.Concat(service.Container.Arguments)))))
            Look(new TextSight
            {
                Kind = kind,
                Subjects = [name],
                Text = text,
                Origin = service.Origin,
                Time = service.Updated ?? service.Created,
                Ground = "the service in the log of the swarm's manager",
            });
    }

    private void Texts(Container container)
    {
        string[] subjects = [container.DisplayName];
        if (container.Command is { } command)
            Text(TextKind.ContainerCommand, subjects, command, container.Origin, container.Created?.Time);
        foreach (string variable in container.Env ?? [])
            Look(new TextSight
            {
                Kind = TextKind.Environment,
                Subjects = subjects,
                Text = variable,
                Origin = container.Origin,
                Time = container.Created?.Time,
                IsInherited = container.Image?.Config?.Env?.Contains(variable, StringComparer.Ordinal) == true
            });
        foreach ((string name, string value) in container.Labels ?? new Dictionary<string, string>())
            Text(TextKind.Label, subjects, $"{name}={value}", container.Origin, container.Created?.Time);
        foreach (ContainerMount mount in container.Mounts ?? [])
            Text(TextKind.Mount, subjects, $"{mount.Type} {mount.Source ?? mount.Name}:{mount.Destination}:{(mount.ReadWrite == false ? "ro" : "rw")}",
                container.Origin, container.Created?.Time);
    }

    private void Logs(Container container)
    {
        string[] subjects = [container.DisplayName];
        long left = maxLogBytes;
        char[] chars = ArrayPool<char>.Shared.Rent(PieceChars);
        foreach (LogLine line in ContainerLog.Read(container, problems))
        {
            for (int at = 0; at < line.Text.Length && left > 0;)
            {
                ReadOnlySpan<byte> piece = line.Text.Span[at..Math.Min(line.Text.Length, at + PieceChars)];
                left -= piece.Length;
                LogPiece(container, subjects, line, chars.AsSpan(0, Encoding.UTF8.GetChars(piece, chars)));
                at += piece.Length < PieceChars ? piece.Length : PieceChars - OverlapChars;
            }
        }
        ArrayPool<char>.Shared.Return(chars);
        if (left <= 0)
            problems.Note("SF-FIND-0006", container.Origin, $"its log past {maxLogBytes >> 20} MiB was not looked at by the rules");
    }

    // Nearly no line is worth a string.
    private void LogPiece(Container container, string[] subjects, LogLine line, ReadOnlySpan<char> piece)
    {
        foreach (ITextRule rule in rules)
        {
            if (!MayFind(rule, TextKind.LogLine, piece, container.Origin))
                continue;
            var origin = new Origin(container.Origin.Evidence, container.Logs[0].Source.Tree.PathOf(line.Node), line.Offset);
            See(rule, new TextSight { Kind = TextKind.LogLine, Subjects = subjects, Text = piece.ToString(), Origin = origin, Time = line.Time });
        }
    }

    private void Text(TextKind kind, IReadOnlyList<string> subjects, string text, Origin origin, Timestamp? time) =>
        Look(new TextSight { Kind = kind, Subjects = subjects, Text = text, Origin = origin, Time = time });

    /// <summary>Looks at one text.</summary>
    public void Look(in TextSight sight)
    {
        foreach (ITextRule rule in rules)
        {
            if (sight.Text.Length > 0 && MayFind(rule, sight.Kind, sight.Text, sight.Origin))
                See(rule, sight);
        }
    }

    private bool MayFind(ITextRule rule, TextKind kind, ReadOnlySpan<char> text, Origin place)
    {
        try
        {
            return rule.MayFind(kind, text);
        }
        catch (Exception e) when (Containment.Holds(e))
        {
            problems.Fault(place, e);
            return false;
        }
    }

    private void See(ITextRule rule, in TextSight sight)
    {
        try
        {
            rule.Look(sight, sink);
        }
        catch (Exception e) when (Containment.Holds(e))
        {
            problems.Fault(sight.Origin, e);
        }
    }
}
