# Tells Ashlar what the tests of Ruby did: one line a test, fields in base64. It loads no library, so that a project's own
# versions are the ones that are loaded, and it changes nothing of what is told to people.
module AshlarTests
  FOLDER = ENV["ASHLAR_RESULTS"]
  START = Dir.pwd

  def self.add(outcome, file, line, name, message = "", details = "")
    @told ||= +""
    path = file.to_s.empty? ? "" : File.expand_path(file.to_s, START)
    texts = [outcome.to_s, path, line.to_s, name.to_s, message.to_s, details.to_s]
    @told << texts.map { |text| [text.dup.force_encoding("BINARY")].pack("m0") }.join(" ") << "\n"
  end

  # A process that a runner forks tells nothing of its own: its runner does.
  def self.begin
    return if @process
    @process = Process.pid
    @told ||= +""
    at_exit { write }
  end

  def self.write
    return if FOLDER.nil? || @process != Process.pid
    File.binwrite(File.join(FOLDER, "ruby-#{@process}-#{object_id}.tests"), "#{@told}#{@cut ? "cut" : "end"}\n")
  end

  # A run that ended before its last test is not a whole one.
  def self.cut
    @cut = true
  end

  module Minitest
    class Reporter
      attr_accessor :options
      def start; end
      def report; end
      def passed?; true; end
      def prerecord(*); end
      def synchronize; yield; end
      def io; $stdout; end

      def record(result)
        name = result.name.to_s.sub(/\Atest_\d{4}_/, "")
        owner = result.respond_to?(:klass) ? result.klass : result.class.name
        file, line = result.respond_to?(:source_location) ? result.source_location : result.method(result.name).source_location
        failure = result.failure
        outcome = failure.nil? ? "passed" : result.skipped? ? "skipped" : result.error? ? "error" : "failed"
        place = failure && failure.respond_to?(:location) ? failure.location.to_s : ""
        details = failure ? [failure.message, place, *Array(failure.backtrace).first(40)].join("\n") : ""
        AshlarTests.add(outcome, file, line, "#{owner}##{name}", failure ? failure.message : "", details)
      end
    end

    def init_plugins(options)
      options.delete(:fail_fast)
      super
      AshlarTests.begin
      reporter << Reporter.new
    end
  end

  module TestUnit
    def run(result, *rest, **options, &block)
      AshlarTests.begin
      outcome, message, details = "passed", "", ""
      listener = lambda do |fault|
        kind = fault.class.name.to_s
        found = kind.end_with?("Error") ? "error" : kind.end_with?("Failure") ? "failed" : kind =~ /Pending|Omission/ ? "skipped" : nil
        next if found.nil? || outcome == "error"
        outcome = found
        message = fault.respond_to?(:message) ? fault.message : fault.to_s
        details = fault.respond_to?(:long_display) ? fault.long_display : message
      end
      result.add_listener(::Test::Unit::TestResult::FAULT, &listener)
      begin
        super
      ensure
        result.remove_listener(::Test::Unit::TestResult::FAULT, listener) rescue nil
        file, line = method(method_name).source_location rescue nil
        AshlarTests.add(outcome, file, line, "#{self.class.name}##{method_name}#{"[#{data_label}]" if respond_to?(:data_label) && data_label}", message, details)
      end
    end
  end

  module WholeRun
    def run(*)
      @stop_on_failure = false
      super
    end
  end

  module RSpec
    def self.start
      formatter = Class.new do
        ::RSpec::Core::Formatters.register self, :example_passed, :example_failed, :example_pending, :message, :dump_summary
        def initialize(*)
          AshlarTests.begin
          @messages = []
        end

        def example_passed(event) = tell("passed", event.example)
        def example_pending(event) = tell("skipped", event.example)

        def example_failed(event)
          error = event.example.execution_result.exception
          message = error ? "#{error.class.name.to_s.start_with?("RSpec::") ? "" : "#{error.class}: "}#{error.message}" : ""
          tell("failed", event.example, message, ([message] + Array(error && error.backtrace).first(60)).join("\n"))
        end

        def message(event) = @messages << event.message

        def dump_summary(summary)
          AshlarTests.cut if ::RSpec.world.respond_to?(:wants_to_quit) && ::RSpec.world.wants_to_quit && summary.errors_outside_of_examples_count == 0
          return unless summary.respond_to?(:errors_outside_of_examples_count) && summary.errors_outside_of_examples_count > 0
          @messages.each do |text|
            next unless text =~ /An error occurred (?:while loading (\S+?)\.?(?: - .*)?$|(.*))/
            AshlarTests.add("outside", $1.to_s, "", $1 || $2, text, text)
          end
        end

        private

        def tell(outcome, example, message = "", details = "")
          file = example.metadata[:rerun_file_path] || example.file_path
          AshlarTests.add(outcome, file, example.location.to_s[/:(\d+)\z/, 1], name(example), message, details)
        end

        # What has no name of its own is named by RSpec after what it expected, and otherwise when it fails.
        def name(example)
          return example.full_description unless example.metadata[:description_args].to_a.empty?
          group = example.example_group
          nameless = group.examples.select { |one| one.metadata[:description_args].to_a.empty? }
          number = nameless.index { |one| one.id == example.id }.to_i + 1
          "#{group.metadata[:full_description]} example#{" #{number}" if nameless.size > 1}"
        end
      end
      loader = Module.new do
        define_method(:setup_default) do |*arguments|
          super(*arguments)
          add(formatter, File::NULL)
        end
      end
      ::RSpec::Core::Formatters::Loader.prepend(loader)
    end
  end

  # What tests are run with is not loaded yet.
  watch = TracePoint.new(:end) do |point|
    case point.self.name
    when "Minitest"
      if point.self.respond_to?(:init_plugins) && !point.self.singleton_class.include?(AshlarTests::Minitest)
        point.self.singleton_class.prepend(AshlarTests::Minitest)
      end
    when "Test::Unit::TestCase"
      point.self.prepend(AshlarTests::TestUnit) if point.self.method_defined?(:run) && !point.self.include?(AshlarTests::TestUnit)
    when "Test::Unit::AutoRunner"
      point.self.prepend(AshlarTests::WholeRun) if point.self.method_defined?(:run) && !point.self.include?(AshlarTests::WholeRun)
    when "RSpec::Core::Formatters::Loader"
      AshlarTests::RSpec.start if point.self.method_defined?(:setup_default) && !@rspec
      @rspec = true
    end
  end
  watch.enable if FOLDER
end
