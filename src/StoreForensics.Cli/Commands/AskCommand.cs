using System.CommandLine;
using StoreForensics.Cases;
using StoreForensics.Cli.Commands.Options;
using StoreForensics.Cli.Output;
using StoreForensics.Findings;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Reports.Parquet.Queries;
using StoreForensics.Reports.Sqlite;
using StoreForensics.Reports.Sqlite.Questions;
using StoreForensics.Reports.Text;
using StoreForensics.Timeline;

namespace StoreForensics.Cli.Commands;

/// <summary><c>ask QUESTION EVIDENCE...|CASE</c>: ready questions, each with its SQL.</summary>
internal sealed class AskCommand
{
    private readonly Argument<string> _question = new("QUESTION") { Description = string.Join(", ", Question.All.Select(q => q.Name)) };
    private readonly EvidenceOptions _evidence = new();
    private readonly Option<string> _format = TableFormat.Option();
    private readonly Option<bool> _sql = new("--sql") { Description = "Only print the question's SQL, for a client of one's own" };
    private readonly Option<string?> _around = new("--around") { Description = "The time that is asked about", HelpName = "TIME" };
    private readonly Option<string> _window = new("--window")
    {
        Description = "How far before and after it",
        HelpName = "5m",
        DefaultValueFactory = _ => "5m"
    };
    private readonly Option<string> _hash = new Option<string>("--hash")
    {
        Description = "files: SHA-256 of every file in every layer, for what asks where the same bytes are",
        DefaultValueFactory = _ => HashChoice.None,
        HelpName = "files|none"
    }.Suggesting(HashChoice.Files, HashChoice.None);
    private readonly Option<bool> _showSecrets = new("--show-secrets") { Description = "Values that look like secrets, where a text quotes them" };
    private readonly FindingOptions _findings = new();

    public static Command Build(string[] args)
    {
        var self = new AskCommand();
        var command = new Command("ask", "Ready questions to evidence, a case file (analyze -o case.sqlite) or Parquet cases (-o NAME.case/), each with its SQL") { self._question, self._format,
            self._sql, self._around, self._window, self._hash, self._evidence.HashHoles, self._showSecrets };
        self._evidence.AddTo(command, several: true);
        self._evidence.Several.Arity = ArgumentArity.ZeroOrMore;
        self._findings.AddTo(command);
        command.SetAction(call => self.Run(call, args));
        return command;
    }

    private int Run(ParseResult call, string[] args)
    {
        Question question = Question.Named(call.GetValue(_question)!);
        if (call.GetValue(_sql))
        {
            Console.Out.WriteLine(question.Sql);
            return ExitCodes.Done;
        }
        (long? since, long? until) = Span(call, question);
        string[] evidence = call.GetValue(_evidence.Several)!;
        if (evidence.Length == 0)
            throw new UsageException("ask needs evidence, or a case that analyze -o case.sqlite or -o NAME.case/ wrote");
        if (evidence is [var path] && CaseAnswers.IsCase(path))
        {
            AskFile(call, question, path, since, until);
            return ExitCodes.Done;
        }
        if (Array.Exists(evidence, CasePartition.IsCase))
        {
            AskFolders(call, question, evidence, since, until);
            return ExitCodes.Done;
        }
        bool hashFiles = HashChoice.Parse(call.GetValue(_hash)!) == HashChoice.Files;
        FindingsOptions wanted = _findings.Read(call);
        return _evidence.Run(
            call,
            (analyzer, scratch) =>
            {
                VerificationResult verification = analyzer.Verify(_evidence.Begin("verifying"));
                var choice = new TimelineOptions { HashFiles = hashFiles, Verification = verification, HashProgress = _evidence.Begin("collecting events") };
                (ITimeline timeline, IReadOnlyList<Finding> findings) = analyzer.Examine(choice, verification, wanted);
                Case subject = analyzer.BuildCase(new CaseDetails(), new ToolDetails(ToolVersion.Name, ToolVersion.Text, CommandLineText.Of(args)), timeline,
                    verification, findings);
                string file = scratch.EmptyFile("asked");
                new CaseFileWriter { ScratchDirectory = call.GetValue(_evidence.ScratchDirectory) }.WriteFile(subject, file);
                _evidence.EndProgress();
                AskFile(call, question, file, since, until);
            },
            readFiles: true,
            needsScratch: true);
    }

    private (long? Since, long? Until) Span(ParseResult call, Question question)
    {
        if (call.GetValue(_around) is not { } around)
            return question.NeedsTime ? throw new UsageException($"ask {question.Name} needs --around TIME") : (null, null);
        long middle = TimeText.Parse(around, endOfDay: false, "--around")!.Value.Seconds, window = TimeText.Seconds(call.GetValue(_window)!, "--window");
        return (middle - window, middle + window);
    }

    private void AskFile(ParseResult call, Question question, string path, long? since, long? until)
    {
        using CaseAnswers answers = CaseAnswers.Open(path);
        Print(call, question, answers.Ask(question, since, until), $"storeforensics ask {question.Name} --sql | sqlite3 -box case.sqlite");
    }

    private void AskFolders(ParseResult call, Question question, string[] cases, long? since, long? until)
    {
        using var scratch = new Scratch(call.GetValue(_evidence.ScratchDirectory));
        UnfinishedOutputs.Record.Value = scratch;
        using var answers = ParquetAnswers.Open(cases, scratch.PathFor("duckdb"));
        Print(call, question, answers.Ask(question, since, until), $"storeforensics query NAME.case \"$(storeforensics ask {question.Name} --sql)\"");
    }

    private void Print(ParseResult call, Question question, IEnumerable<Answer> all, string same)
    {
        var secrets = new SecretMask(call.GetValue(_showSecrets));
        IEnumerable<Answer> rows = all.Select(a => a with { Cells = [.. a.Cells.Select(c => c is string text ? secrets.Text(text) : c)] });
        if (TableFormat.IsJson(call, _format))
            TableFormat.PrintLines(rows, AnswerPrinter.Write);
        else
            PrintTable(question, [.. rows], same);
    }

    private static void PrintTable(Question question, List<Answer> rows, string same)
    {
        Console.Out.WriteLine(question.Title);
        Console.Out.WriteLine();
        // One evidence is not named in each row.
        AnswerPrinter.Table(rows.Count == 0 ? [] : rows[0].Columns, rows, hidesOneEvidence: true);
        Console.Out.WriteLine();
        Console.Out.WriteLine("the same of a case: " + same);
    }
}
