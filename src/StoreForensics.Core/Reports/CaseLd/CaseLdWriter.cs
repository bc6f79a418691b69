using System.Globalization;
using System.Text;
using System.Text.Json;
using StoreForensics.Cases;
using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Reports.Json;
using StoreForensics.Reports.Text;
using StoreForensics.Timeline;

namespace StoreForensics.Reports.CaseLd;

/// <summary>
/// The case as a graph of CASE 1.4 and UCO 1.4 in JSON-LD: the evidence and its examination by this tool, images, containers and their relations, the files
/// that findings are about with their digests, findings as analytic results, and what engine and builders did as events. Events of single files and lines of
/// logs are the timeline's, and are not here. Written node by node.
/// </summary>
public sealed class CaseLdWriter : IReportWriter
{
    private const int HashesAlgorithmLength = 7;

    public string Name => "CASE";

    public string Extension => ".jsonld";

    public string? Write(Case subject, Stream target)
    {
        var buffer = new StreamBuffer(target);
        using var json = new Utf8JsonWriter(buffer, JsonFormat.Options(pretty: true));
        var graph = new Graph(subject, json);
        json.WriteStartObject();
        graph.Nodes.Context();
        json.WriteStartArray("@graph");
        foreach (Action node in graph.All())
        {
            node();
            json.Flush();
        }
        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        json.Reset();
        buffer.Write("\n"u8);
        buffer.Flush();
        return null;
    }

    private sealed class Graph(Case subject, Utf8JsonWriter json)
    {
        private readonly CaseSubjects _subjects = new(subject);

        public CaseNodes Nodes { get; } = new(json);

        public IEnumerable<Action> All()
        {
            yield return Tool;
            if (_subjects.Examiner is { } examiner)
                yield return () => Nodes.Node(examiner, "uco-identity:Person", () => Nodes.Text("uco-core:name", subject.Details.Examiner));
            foreach (EvidenceDetails evidence in subject.Evidence)
                yield return () => Evidence(evidence);
            yield return Examination;
            yield return Provenance;
            foreach (Image image in subject.Inventory.Images)
                yield return () => Image(image);
            foreach (Container container in subject.Inventory.Containers)
            {
                yield return () => Container(container);
                if (container.Image is { } of && _subjects.Has(of))
                    yield return () => Relation(_subjects.Of(container), "Created_From", _subjects.Of(of), container.Store.Root.Evidence);
            }
            foreach (EntryRef file in _subjects.Files)
                yield return () => File(file);
            int number = 0;
            foreach (Finding finding in subject.Findings ?? [])
            {
                int own = number++;
                yield return () => Finding(finding, own);
            }
            foreach (TimelineEvent e in subject.Timeline.Events().Where(IsTold))
            {
                int own = number++;
                yield return () => Event(e, own);
            }
        }

        // Single files have the timeline; what is printed is not what was done.
        private static bool IsTold(TimelineEvent e) => e.Path.IsEmpty && e.Time.IsUsable && e.Type.Name() is var name
            && !name.StartsWith("log.", StringComparison.Ordinal) && !name.StartsWith("container.log", StringComparison.Ordinal)
            && !name.StartsWith("store.file", StringComparison.Ordinal) && !name.StartsWith("layer.file", StringComparison.Ordinal);

        private void Tool() => Nodes.Node(_subjects.Tool, "uco-tool:Tool", () =>
        {
            Nodes.Text("uco-core:name", subject.Tool.Name);
            Nodes.Text("uco-tool:toolType", "Container store examination");
            Nodes.Text("uco-tool:version", subject.Tool.Version);
        });

        private void Evidence(EvidenceDetails evidence)
        {
            string id = _subjects.Of(evidence);
            Nodes.Node(id, "uco-observable:ObservableObject", () =>
            {
                Nodes.Text("uco-core:name", evidence.Name);
                Nodes.Text("uco-core:description", string.Join(" > ", evidence.Wrapping));
                Nodes.Nodes("uco-core:hasFacet",
                    Facet(id, "uco-observable:FileFacet", () =>
                    {
                        Nodes.Text("uco-observable:fileName", Path.GetFileName(evidence.Name));
                        Nodes.Text("uco-observable:filePath", evidence.Name);
                        Nodes.Number("uco-observable:sizeInBytes", evidence.SizeBytes);
                    }),
                    evidence.Sha256 is { } sha256 ? Content(id, sha256, evidence.SizeBytes) : null);
            });
        }

        private void Examination() => Nodes.Node(_subjects.Examination, "case-investigation:InvestigativeAction", () =>
        {
            Nodes.Text("uco-core:name", "Examination of container stores");
            Nodes.Text("uco-core:description", subject.Tool.CommandLine);
            Nodes.Reference("uco-action:performer", _subjects.Examiner);
            Nodes.Reference("uco-action:instrument", _subjects.Tool);
            Nodes.References("uco-action:object", subject.Evidence.Select(_subjects.Of));
            Nodes.Reference("uco-action:result", ProvenanceId);
        });

        private string ProvenanceId => _subjects.Ids.Of("provenance", "", _subjects.Examination);

        private void Provenance() => Nodes.Node(ProvenanceId, "case-investigation:ProvenanceRecord", () =>
        {
            Nodes.Text("uco-core:description", "What was read in the evidence");
            Nodes.Text("case-investigation:exhibitNumber", subject.Details.EvidenceId);
            Nodes.References("uco-core:object",
                [.. subject.Inventory.Images.Select(_subjects.Of), .. subject.Inventory.Containers.Select(_subjects.Of),
                    .. _subjects.Files.Select(_subjects.Of)]);
        });

        private void Image(Image image)
        {
            string id = _subjects.Of(image);
            bool isDigest = image.Id.StartsWith("sha256:", StringComparison.Ordinal) && image.Id.Length == HashesAlgorithmLength + 64;
            Nodes.Node(id, "uco-observable:ObservableObject", () =>
            {
                Nodes.Text("uco-core:name", string.Join(", ", image.DisplayNames));
                Nodes.Text("uco-core:description", $"Container image {image.Id} of store {image.Store.Name}");
                Nodes.Time("uco-core:objectCreatedTime", image.Created?.Time);
                Nodes.Nodes("uco-core:externalReference", () => Nodes.Node(_subjects.Ids.Of("reference", "", id), "uco-core:ExternalReference", () =>
                {
                    Nodes.Text("uco-core:definingContext", "container image id");
                    Nodes.Text("uco-core:externalIdentifier", image.Id);
                }));
                Nodes.Nodes("uco-core:hasFacet", isDigest ? Content(id, image.Id[HashesAlgorithmLength..], null) : null);
            });
        }

        private void Container(Container container)
        {
            string id = _subjects.Of(container);
            Nodes.Node(id, "uco-observable:ObservableObject", () =>
            {
                Nodes.Text("uco-core:name", container.DisplayName);
                Nodes.Text("uco-core:description", $"Container {container.Id} of image {container.ImageName ?? container.ImageId ?? "unknown"}, store {container.Store.Name}");
                Nodes.Time("uco-core:objectCreatedTime", container.Created?.Time);
                Nodes.Text("uco-observable:state", container.State);
                Nodes.Nodes("uco-core:hasFacet", Facet(id, "uco-observable:ProcessFacet", () =>
                {
                    Nodes.Text("uco-observable:arguments", container.Command);
                    Nodes.Time("uco-observable:observableCreatedTime", container.Started?.Time);
                    Nodes.Time("uco-observable:exitTime", container.Finished?.Time);
                    Nodes.Number("uco-observable:exitStatus", container.State is "exited" or "dead" ? container.ExitCode : null);
                    Nodes.Number("uco-observable:pid", container.Pid is > 0 ? container.Pid : null);
                }));
            });
        }

        private void Relation(string from, string kind, string to, string evidence) =>
            Nodes.Node(_subjects.Ids.Of("relation", evidence, from, kind, to), "uco-observable:ObservableRelationship", () =>
            {
                Nodes.Reference("uco-core:source", from);
                Nodes.Reference("uco-core:target", to);
                Nodes.Text("uco-core:kindOfRelationship", kind);
                Nodes.Flag("uco-core:isDirectional", true);
            });

        private void File(EntryRef file)
        {
            string id = _subjects.Of(file);
            Origin origin = file.Origin();
            EvidenceNode facts = file.Facts;
            Nodes.Node(id, facts.Kind.IsDirectory() ? "uco-observable:Directory" : "uco-observable:File", () =>
            {
                Nodes.Nodes("uco-core:hasFacet",
                    Facet(id, "uco-observable:FileFacet", () =>
                    {
                        Nodes.Text("uco-observable:fileName", DisplayText.Escape(file.Tree.Name(file.Node)));
                        Nodes.Text("uco-observable:filePath", origin.ToString());
                        Nodes.Flag("uco-observable:isDirectory", facts.Kind.IsDirectory());
                        Nodes.Number("uco-observable:sizeInBytes", facts.Kind == EntryKind.File ? facts.Size : null);
                        Nodes.Time("uco-observable:modifiedTime", facts.Modified);
                    }),
                    Digest(file, origin) is { } sha256 ? Content(id, sha256, facts.Size) : null);
                Nodes.Text("uco-core:description", $"mode {Convert.ToString(facts.Mode, 8).PadLeft(4, '0')}, {facts.Kind.Name()} in {origin.Evidence}");
            });
        }

        private string? Digest(EntryRef file, Origin origin) => subject.Timeline.Sha256Of(file.Source, file.Node) is { IsEmpty: false } bytes
            ? Convert.ToHexStringLower(bytes.Span) : _subjects.Digests.GetValueOrDefault(origin);

        private void Finding(Finding finding, int number)
        {
            string[] about = [.. _subjects.Named(finding.Evidence, finding.Subjects), .. finding.Entries.Select(e => new EntryRef(e.Source, e.Node))
                .Where(e => e.Facts.Kind != EntryKind.Implied).Select(_subjects.Of).Distinct(StringComparer.Ordinal)];
            Nodes.Node(_subjects.Of(finding, number), "uco-analysis:AnalyticResult", () =>
            {
                Nodes.Text("uco-core:name", finding.Title);
                Nodes.Text("uco-core:statement", finding.Reason);
                Nodes.Text("uco-core:description", string.Create(CultureInfo.InvariantCulture,
                    $"Rule {finding.Rule}, seen {finding.Count} times; in {string.Join(", ", finding.Origins.Take(5))}"));
                Nodes.Texts("uco-core:tag", [$"severity:{finding.Severity.Word()}", $"confidence:{finding.Confidence.Word()}", .. finding.Attack.Select(a => "attack:" + a)]);
                Nodes.References("uco-analysis:resultContent", about);
            });
        }

        private void Event(TimelineEvent e, int number)
        {
            EventSubject whose = e.Subject;
            string message = Encoding.UTF8.GetString(e.Message.Span), time = e.Time.ToString(), type = e.Type.Name(),
                origin = DisplayText.Escape(e.Origin.Span);
            string id = _subjects.Ids.Of("event", whose.Evidence, time, type, message, origin, number.ToString(CultureInfo.InvariantCulture));
            Nodes.Node(id, "uco-core:Event", () =>
            {
                Nodes.Text("uco-core:eventType", type);
                Nodes.Time("uco-core:startTime", e.Time);
                Nodes.Text("uco-core:description", $"{DisplayText.Escape(message)} ({e.TimeMeaning}; in {origin})");
                Nodes.References("uco-core:eventContext", _subjects.Named(whose.Evidence, [.. whose.Containers, .. whose.Images]));
            });
        }

        private Action Facet(string of, string type, Action members) => () => Nodes.Node(_subjects.Ids.Of("facet", "", of, type), type, members);

        private Action Content(string of, string sha256, long? size) => Facet(of, "uco-observable:ContentDataFacet", () =>
        {
            Nodes.Number("uco-observable:sizeInBytes", size);
            Nodes.Nodes("uco-observable:hash", () => Nodes.Node(_subjects.Ids.Of("hash", "", of, sha256), "uco-types:Hash", () =>
            {
                Nodes.Text("uco-types:hashMethod", "SHA256");
                Nodes.Hex("uco-types:hashValue", sha256);
            }));
        });
    }
}
